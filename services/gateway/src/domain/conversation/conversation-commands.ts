import type {
  BotTurnDetails,
  Customer,
  DataOf,
  EventOf,
  EventType,
  Instant,
  Resolution,
  Tick,
  TransferTarget,
} from '@warmline/contracts';
import type { CommandOf } from '../results.ts';
import type { ConversationOrigin } from './conversation.ts';

export type Start = CommandOf<'Start', ConversationOrigin>;
export type Post = CommandOf<
  'Post',
  {
    readonly role: 'customer' | 'bot' | 'agent';
    readonly text: string;
    readonly epoch?: number | undefined;
    readonly bot?: BotTurnDetails | undefined;
    readonly author?: string;
    readonly agentId?: string;
    /** The customer message that a bot answers; absent = the last one. */
    readonly replyTo?: string;
    /** Of a message that came over Kafka: its refusal is published under it. */
    readonly externalMessageId?: string;
  }
>;
export type RequestHuman = CommandOf<'RequestHuman', { details?: string | undefined }>;
export type Choose = CommandOf<
  'Choose',
  {
    choice: DataOf<'ChoiceMade'>['choice'];
    offerId?: string | undefined;
    handoffId?: string | undefined;
    details?: string | undefined;
    windowStart?: Instant | undefined;
  }
>;
export type AnswerSurvey = CommandOf<
  'AnswerSurvey',
  {
    /** Absent: the last hand-off with a survey. */
    handoffId?: string | undefined;
    /** Absent from a rating that the customer typed. */
    context?: DataOf<'SurveyAnswered'>['context'];
    stars: number;
    suggestion?: string | undefined;
  }
>;
export type Resolve = CommandOf<'Resolve', { agentId: string; resolution: Resolution }>;
export type Transfer = CommandOf<'Transfer', { agentId: string; to: TransferTarget; note: string }>;
/** A colleague has answered a ticket in writing. */
export type AnswerTicket = CommandOf<'AnswerTicket', { handoffId: string }>;
export type ShowSecrets = CommandOf<'ShowSecrets', { agentId: string; messageId: string }>;
/** A channel learnt who the customer is. */
export type Identify = CommandOf<'Identify', { customer: Customer }>;
export type End = CommandOf<'End', { by: 'customer' | 'system' }>;

export type ConversationCommand =
  | Start
  | Post
  | RequestHuman
  | Choose
  | AnswerSurvey
  | Resolve
  | Transfer
  | ShowSecrets
  | AnswerTicket
  | End
  | Identify;
/** Events about a callback that the customer requested. */
export type CallbackEventType =
  | 'CallbackWindowsOffered'
  | 'CallbackRefused'
  | 'CallbackAttempted'
  | 'CallbackOverdue'
  | 'CallbackEnded';
/** How a hand-off ends in routing. */
export type HandoffEndEventType = 'HandoffClosed' | 'HandoffAbandoned' | 'CallbackBooked' | 'TicketFiled';
export type ExternalEventType = Extract<
  EventType,
  | 'HandoffOffered'
  | 'HandoffRequested'
  | 'EscalationAssessed'
  | 'ScoreMissed'
  | 'HandoffAssigned'
  | 'HandoffReturned'
  | 'TransferRefused'
  | 'WaitEstimated'
  | 'TeamUnstaffed'
  | 'HandoffQueued'
  | 'HandoffOfferedToAgent'
  | CallbackEventType
  | HandoffEndEventType
>;
export type ConversationInput = ConversationCommand | EventOf<ExternalEventType> | Tick;
