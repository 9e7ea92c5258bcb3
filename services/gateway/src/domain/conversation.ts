import type {
  BotTurn,
  CallbackWindow,
  Customer,
  DataOf,
  EventType,
  Heard,
  Instant,
  Owner,
  Reason,
  Resolution,
  Tick,
  TransferTarget,
  VerdictName,
} from '@warmline/contracts';

/** Where the hand-off of this conversation stands. `issue` is what it is about, in words fit for the customer; null = not told. */
export type HandoffLife =
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
      readonly passing?: true;
      /** The agent has written something since. */
      readonly spoke?: true;
    }
  | { readonly is: 'closed'; readonly handoffId: string; readonly poolId: string; readonly surveyed: boolean };

/** The strongest verdict so far, and how far the messages were judged. */
export interface Assessment {
  readonly throughSeq: number;
  readonly verdict: VerdictName;
  readonly reasons: readonly Reason[];
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
  readonly lastAt: Instant;
  readonly seq: number;
  readonly owner: Owner;
  /** The bot of the channel; null = bots answer through the API, if at all. */
  readonly bot: string | null;
  readonly customer: Customer | null;
  readonly offer: string | null;
  readonly handoff: HandoffLife | null;
  /** The last hand-offs that ended: subjects have no order among them, and what comes of these later changes nothing. */
  readonly over: readonly string[];
  /** The last customer message the bot owes an answer to, and the instant by which its silence is a failure. */
  readonly awaiting: { readonly messageId: string; readonly deadline: Instant } | null;
  readonly waitTold: string | null;
  /** That nobody takes a hand-off now, heard before its request: two subjects have no order among them. */
  readonly ahead: DataOf<'TeamUnstaffed'> | null;
  /** The call that is to come; absent = of a conversation older than calls. */
  readonly callback?: Promised | null;
  /** When a call could be, as routing said last of the hand-off under way. */
  readonly callbackWindows?: { readonly handoffId: string; readonly windows: readonly CallbackWindow[] } | null;
  readonly assessment: Assessment;
}

/** A call routing promised. It outlives the conversation. */
export interface Promised {
  readonly handoffId: string;
  readonly poolId: string;
  readonly notBefore: Instant;
  readonly dueBy: Instant;
}

export interface Settings {
  /** The version in force, stamped on every conversation that starts. */
  readonly policyVersionOf: (tenantId: string, channel: string) => string;
  /** The bot that answers on a channel; null = none of ours does. */
  readonly botOf: (channel: string) => string | null;
  readonly botTimeoutMs: number;
}

/** Silence of everyone that ends a conversation. */
export const IDLE_END_MS = 24 * 3_600_000;
/** How long an ended conversation is kept, transcript included: as long as its subject keeps the events. */
export const FORGET_MS = 30 * 24 * 3_600_000;
/** How long the question for details stays open. */
export const DETAILS_MS = 20_000;
const OVER_KEPT = 10;

interface Asked<T extends string, D> {
  readonly type: T;
  readonly id: string;
  readonly at: Instant;
  readonly data: D;
}

/** Where a conversation takes place, and with whom. */
export interface Place {
  readonly conversationId: string;
  readonly tenantId: string;
  readonly channel: string;
  readonly externalId: string;
  readonly language?: string | undefined;
  readonly customer?: Customer | undefined;
}
export type Start = Asked<'Start', Place>;
export type Post = Asked<
  'Post',
  {
    readonly role: 'customer' | 'bot' | 'agent';
    readonly text: string;
    readonly epoch?: number | undefined;
    readonly bot?: BotTurn | undefined;
    readonly author?: string;
    readonly agentId?: string;
    /** The customer message a bot answers; without it, the last one. */
    readonly replyTo?: string;
  }
>;
export type AskHuman = Asked<'AskHuman', { details?: string | undefined }>;
export type Choose = Asked<
  'Choose',
  {
    choice: DataOf<'ChoiceMade'>['choice'];
    offerId?: string | undefined;
    handoffId?: string | undefined;
    details?: string | undefined;
    windowStart?: Instant | undefined;
  }
>;
export type AnswerSurvey = Asked<
  'AnswerSurvey',
  {
    handoffId: string;
    context: DataOf<'SurveyAnswered'>['context'];
    stars: number;
    suggestion?: string | undefined;
  }
>;
export type Resolve = Asked<'Resolve', { agentId: string; resolution: Resolution }>;
export type Transfer = Asked<'Transfer', { agentId: string; to: TransferTarget; note: string }>;
export type End = Asked<'End', { by: 'customer' | 'system' }>;

export type Request = Start | Post | AskHuman | Choose | AnswerSurvey | Resolve | Transfer | End;
/** What is told of a call a customer asked for. */
export type OfCall =
  | 'CallbackWindowsOffered'
  | 'CallbackRefused'
  | 'CallbackAttempted'
  | 'CallbackOverdue'
  | 'CallbackEnded';
/** How a hand-off ends in routing. */
export type Gone = 'HandoffClosed' | 'HandoffAbandoned' | 'CallbackBooked' | 'TicketFiled';
export type Elsewhere = Extract<
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
  | OfCall
  | Gone
>;
export type Incoming = Request | Heard<Elsewhere> | Tick;

export const due = (state: Conversation): Instant => {
  if (state.is === 'ended') return state.lastAt + FORGET_MS;
  const idle = state.lastAt + IDLE_END_MS;
  return state.awaiting === null ? idle : Math.min(idle, state.awaiting.deadline);
};

export const withOver = (over: readonly string[], handoffId: string): readonly string[] =>
  [...over, handoffId].slice(-OVER_KEPT);
