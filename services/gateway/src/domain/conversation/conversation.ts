import type {
  BotTurnDetails,
  CallbackWindow,
  Customer,
  DataOf,
  EscalationReason,
  EscalationVerdict,
  EventOf,
  EventType,
  Instant,
  Owner,
  Resolution,
  Tick,
  TransferTarget,
} from '@warmline/contracts';

/** Where the hand-off of this conversation stands. `issue` is what it is about, in words fit for the customer; null = not told. */
export type HandoffStatus =
  | { readonly is: 'queued'; readonly handoffId: string; readonly poolId: string; readonly issue: string | null }
  | {
      readonly is: 'assigned';
      readonly handoffId: string;
      readonly poolId: string;
      readonly issue: string | null;
      readonly agentId: string;
      readonly agentName: string;
      readonly team: string;
      /** The agent asked to pass it on, and routing has not answered yet. */
      readonly transferPending?: true;
      /** The agent has written something since. */
      readonly firstResponseSent?: true;
    }
  | { readonly is: 'closed'; readonly handoffId: string; readonly poolId: string; readonly surveyAnswered: boolean };

/** The strongest verdict so far, and how far the messages were judged. */
export interface Assessment {
  readonly throughSeq: number;
  readonly verdict: EscalationVerdict;
  readonly reasons: readonly EscalationReason[];
  readonly rules: readonly string[];
  readonly missed: readonly number[];
}

/** One conversation. It has exactly one owner, never inferred from anything else. */
export interface Conversation {
  readonly is: 'open' | 'ended';
  readonly conversationId: string;
  readonly tenantId: string;
  readonly channel: string;
  readonly externalId: string;
  readonly language: string;
  readonly policyVersion: string;
  readonly startedAt: Instant;
  /** Event time of the last event: time never runs backwards in a conversation. */
  readonly lastEventAt: Instant;
  readonly seq: number;
  readonly owner: Owner;
  /** The bot of the channel; null = bots answer through the API, if at all. */
  readonly bot: string | null;
  readonly customer: Customer | null;
  readonly customerOfferId: string | null;
  readonly handoff: HandoffStatus | null;
  /** The last hand-offs that ended: subjects have no order among them, and what comes of these later changes nothing. */
  readonly closedHandoffIds: readonly string[];
  /** The last customer message the bot owes an answer to, and the instant by which its silence is a failure. */
  readonly awaitedBotReply: { readonly messageId: string; readonly deadline: Instant } | null;
  readonly announcementKey: string | null;
  /** That nobody takes a hand-off now, heard before its request: two subjects have no order among them. */
  readonly earlyUnstaffed: DataOf<'TeamUnstaffed'> | null;
  /** The call that is to come; absent = of a conversation older than calls. */
  readonly callback?: PromisedCallback | null;
  /** When a call could be, as routing said last of the hand-off under way. */
  readonly callbackWindows?: { readonly handoffId: string; readonly windows: readonly CallbackWindow[] } | null;
  readonly assessment: Assessment;
}

/** A call routing promised. It outlives the conversation. */
export interface PromisedCallback {
  readonly handoffId: string;
  readonly poolId: string;
  readonly notBefore: Instant;
  readonly dueBy: Instant;
}

export interface ConversationSettings {
  /** The version in force, stamped on every conversation that starts. */
  readonly policyVersionOf: (tenantId: string, channel: string) => string;
  /** The bot that answers on a channel; null = none of ours does. */
  readonly botOf: (channel: string) => string | null;
  readonly botTimeoutMs: number;
}

/** Silence of everyone that ends a conversation. */
export const IDLE_TIMEOUT_MS = 24 * 3_600_000;
/** How long an ended conversation is kept, transcript included: as long as its subject keeps the events. */
export const RETENTION_MS = 30 * 24 * 3_600_000;
/** How long the question for details stays open. */
export const DETAILS_WINDOW_MS = 20_000;
const MAX_CLOSED_HANDOFF_IDS = 10;

interface CommandOf<T extends string, D> {
  readonly type: T;
  readonly id: string;
  readonly at: Instant;
  readonly data: D;
}

/** Where a conversation takes place, and with whom. */
export interface ConversationOrigin {
  readonly conversationId: string;
  readonly tenantId: string;
  readonly channel: string;
  readonly externalId: string;
  readonly language?: string | undefined;
  readonly customer?: Customer | undefined;
}
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
    /** The customer message a bot answers; without it, the last one. */
    readonly replyTo?: string;
  }
>;
export type RequestHuman = CommandOf<'AskHuman', { details?: string | undefined }>;
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
    handoffId: string;
    context: DataOf<'SurveyAnswered'>['context'];
    stars: number;
    suggestion?: string | undefined;
  }
>;
export type Resolve = CommandOf<'Resolve', { agentId: string; resolution: Resolution }>;
export type Transfer = CommandOf<'Transfer', { agentId: string; to: TransferTarget; note: string }>;
export type End = CommandOf<'End', { by: 'customer' | 'system' }>;

export type ConversationCommand = Start | Post | RequestHuman | Choose | AnswerSurvey | Resolve | Transfer | End;
/** What is told of a call a customer asked for. */
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
  | CallbackEventType
  | HandoffEndEventType
>;
export type ConversationInput = ConversationCommand | EventOf<ExternalEventType> | Tick;

export const conversationDue = (state: Conversation): Instant => {
  if (state.is === 'ended') return state.lastEventAt + RETENTION_MS;
  const idleAt = state.lastEventAt + IDLE_TIMEOUT_MS;
  return state.awaitedBotReply === null ? idleAt : Math.min(idleAt, state.awaitedBotReply.deadline);
};

export const withClosedHandoff = (closedHandoffIds: readonly string[], handoffId: string): readonly string[] =>
  [...closedHandoffIds, handoffId].slice(-MAX_CLOSED_HANDOFF_IDS);
