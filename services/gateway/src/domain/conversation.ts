import type { BotTurn, Customer, DataOf, EventType, Heard, Instant, OutcomeForm, Owner, Reason, Tick, VerdictName } from '@warmline/contracts';

/** Where a hand-off of this conversation stands; it only ever moves forward. */
export type HandoffLife =
  | { readonly is: 'queued'; readonly handoffId: string; readonly poolId: string }
  | { readonly is: 'assigned'; readonly handoffId: string; readonly poolId: string; readonly agentId: string; readonly agentName: string; readonly team: string }
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
  /** The customer message the bot owes an answer to, and until when. */
  readonly awaiting: { readonly messageId: string; readonly deadline: Instant } | null;
  readonly waitTold: string | null;
  readonly assessment: Assessment;
}

export interface Settings {
  readonly botTimeoutMs: number;
  readonly idleEndMs: number;
  readonly forgetMs: number;
  readonly detailsMs: number;
}
export const defaults: Settings = { botTimeoutMs: 5_000, idleEndMs: 24 * 3_600_000, forgetMs: 7 * 24 * 3_600_000, detailsMs: 20_000 };

interface Asked<T extends string, D> {
  readonly type: T;
  readonly id: string;
  readonly at: Instant;
  readonly data: D;
}

export type Start = Asked<'Start', { conversationId: string; tenantId: string; channel: string; externalId: string; language?: string | undefined; customer?: Customer | undefined; policyVersion: string; bot: string | null }>;
export type Post = Asked<
  'Post',
  { role: 'customer' | 'bot' | 'agent'; text: string; epoch?: number | undefined; bot?: BotTurn | undefined; author?: string; agentId?: string; replyTo?: string; reopen?: Start['data'] }
>;
export type AskHuman = Asked<'AskHuman', { details?: string | undefined }>;
export type Choose = Asked<'Choose', { choice: DataOf<'ChoiceMade'>['choice']; offerId?: string | undefined; handoffId?: string | undefined; details?: string | undefined }>;
export type AnswerSurvey = Asked<'AnswerSurvey', { handoffId: string; context: 'yes' | 'partially' | 're-explain'; stars: number; suggestion?: string | undefined }>;
export type Resolve = Asked<'Resolve', { agentId: string; outcome: OutcomeForm }>;
export type End = Asked<'End', { by: 'customer' | 'system' }>;

export type Request = Start | Post | AskHuman | Choose | AnswerSurvey | Resolve | End;
export type Elsewhere = Extract<
  EventType,
  'HandoffOffered' | 'HandoffRequested' | 'EscalationAssessed' | 'ScoreMissed' | 'HandoffAssigned' | 'HandoffReturned' | 'HandoffClosed' | 'WaitEstimated'
>;
export type Incoming = Request | Heard<Elsewhere> | Tick;

export const due = (state: Conversation, settings: Settings = defaults): Instant | null => {
  if (state.is === 'ended') return state.lastAt + settings.forgetMs;
  const idle = state.lastAt + settings.idleEndMs;
  return state.awaiting === null ? idle : Math.min(idle, state.awaiting.deadline);
};
