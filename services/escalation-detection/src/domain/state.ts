import type { Customer, DataOf, Heard, Instant, RuleId, Subject } from '@warmline/contracts';
import type { Prompted } from './triggers/answer.ts';
import type { Said } from './triggers/repetition.ts';

/** What the decider is fed: the conversation in strict sequence, each customer message with its score beside it. */
export type ScoredMessage = Heard<'MessagePosted'> & { readonly score: DataOf<'SentimentScored'> | null };
/** A turn of a bot, an agent or the system: it has no score, nor has a customer's whose score was missed. */
export type PostedMessage = Heard<'MessagePosted'> & { readonly score?: DataOf<'SentimentScored'> | null };
export type Listened =
  | Heard<
      | 'ConversationStarted'
      | 'CustomerIdentified'
      | 'HumanRequested'
      | 'ChoiceMade'
      | 'CustomerNotified'
      | 'OwnerChanged'
      | 'ConversationEnded'
      | 'SurveyAnswered'
    >
  | ScoredMessage
  | PostedMessage;
export type ListenedType = Listened['type'];
export type Decided =
  | 'EscalationAssessed'
  | 'HandoffOffered'
  | 'HandoffRequested'
  | 'HandoffContextAdded'
  | 'HandoffWithdrawn'
  | 'OpportunityDetected';

export interface Session {
  readonly conversationId: string;
  readonly tenantId: string;
  readonly channel: string;
  /** null = the channel did not tell. */
  readonly language: string | null;
  /** The version in force at its start; every decision of the session is made under it. */
  readonly policyVersion: string;
  readonly startedAt: Instant;
  readonly customer: Customer | null;
}

export interface Mood {
  readonly score: number;
  readonly pNegative: number;
  readonly label: DataOf<'SentimentScored'>['label'];
  readonly trend: DataOf<'SentimentScored'>['smoothed']['trend'];
  /** Scores of the last 50 customer messages. */
  readonly line: readonly { readonly seq: number; readonly score: number }[];
}

export interface BotRecord {
  readonly confidence: number | null;
  readonly lowInARow: number;
  readonly subject: string | null;
  readonly switches: number;
  readonly entities: Readonly<Record<string, string | number | boolean>>;
  readonly attempted: readonly string[];
}

/** Counters and facts; no text of anybody. What counts for a rule starts anew at a hand-back. */
export interface Memory {
  readonly session: Session;
  readonly seq: number;
  /** Customer and bot messages. */
  readonly messages: number;
  /** Customer messages. */
  readonly spoken: number;
  readonly mood: Mood | null;
  readonly bot: BotRecord;
  /** Rules the customer was already asked about: an offer is not repeated before something new fires. */
  readonly asked: readonly RuleId[];
  /** The customer message (by its number) of each emotional firing still in the window. */
  readonly emotional: readonly number[];
  readonly negatives: number;
  readonly questions: readonly Said[];
  readonly answers: readonly Said[];
  readonly subjects: Readonly<Partial<Record<Subject, number>>>;
  readonly earlierCancellation: boolean;
  readonly refundAskedAt: number | null;
  readonly amount: { readonly value: number; readonly at: number } | null;
  readonly pricing: readonly Said[];
  readonly considering: boolean;
  readonly engagement: number | null;
  readonly opportunityTold: boolean;
  /** The session without resolution counts from here; null = nothing open. */
  readonly openSince: Instant | null;
  readonly handedBack: boolean;
  /** What the bot's last turn asked or showed. */
  readonly prompts: readonly Prompted[];
  /** What one holds with the company (an order, a plan, an account) was named. */
  readonly holds: boolean;
  /** Hand-offs of this conversation so far; absent in states of before it was counted. */
  readonly handoffs?: number;
}

/** Where a conversation stands. `null` = never heard of, or ended. */
export type Escalation =
  | { readonly is: 'watching'; readonly memory: Memory }
  | { readonly is: 'offered'; readonly memory: Memory; readonly offerId: string; readonly rules: readonly RuleId[] }
  | {
      readonly is: 'handed-over';
      readonly memory: Memory;
      /** null where a person took the conversation without a hand-off of ours. */
      readonly handoffId: string | null;
      readonly agent: boolean;
    };

const UNHEARD_BOT: BotRecord = {
  confidence: null,
  lowInARow: 0,
  subject: null,
  switches: 0,
  entities: {},
  attempted: [],
};

export const begun = (event: Heard<'ConversationStarted'>): Memory => ({
  session: {
    conversationId: event.data.conversationId,
    tenantId: event.data.tenantId,
    channel: event.data.channel,
    language: event.data.language ?? null,
    policyVersion: event.data.policyVersion,
    startedAt: event.at,
    customer: event.data.customer ?? null,
  },
  seq: event.data.seq,
  messages: 0,
  spoken: 0,
  mood: null,
  bot: UNHEARD_BOT,
  asked: [],
  emotional: [],
  negatives: 0,
  questions: [],
  answers: [],
  subjects: {},
  earlierCancellation: false,
  refundAskedAt: null,
  amount: null,
  pricing: [],
  considering: event.data.customer?.consideringEnterprise ?? false,
  engagement: event.data.customer?.engagement ?? null,
  opportunityTold: false,
  openSince: null,
  handedBack: false,
  prompts: [],
  holds: false,
});

/** Back with the bot: earlier turns do not fire again, so all that rules count starts anew; facts and history stay. */
export const handedBack = (memory: Memory, at: Instant): Memory => ({
  ...memory,
  bot: { ...memory.bot, lowInARow: 0, subject: null, switches: 0, entities: {} },
  asked: [],
  emotional: [],
  negatives: 0,
  questions: [],
  answers: [],
  refundAskedAt: null,
  amount: null,
  pricing: [],
  openSince: memory.spoken > 0 ? at : null,
  handedBack: true,
  prompts: [],
  holds: false,
});
