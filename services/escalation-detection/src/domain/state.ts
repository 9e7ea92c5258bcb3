import type { Customer, DataOf, EventOf, Instant, RuleId, Subject } from '@warmline/contracts';
import type { TextCount } from './text/fingerprint.ts';

/** What the decider is fed: the conversation in strict sequence, each customer message with its score beside it. */
export type ScoredMessage = EventOf<'MessagePosted'> & { readonly score: DataOf<'SentimentScored'> | null };
/** A turn of a bot, an agent or the system: it has no score, nor has a customer's whose score was missed. */
export type PostedMessage = EventOf<'MessagePosted'> & { readonly score?: DataOf<'SentimentScored'> | null };
export type InputEvent =
  | EventOf<
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
export type InputEventType = InputEvent['type'];
export type OutputEventType =
  | 'EscalationAssessed'
  | 'HandoffOffered'
  | 'HandoffRequested'
  | 'HandoffContextAdded'
  | 'HandoffWithdrawn'
  | 'OpportunityDetected';

export interface SessionFacts {
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

export interface SentimentFacts {
  readonly score: number;
  readonly pNegative: number;
  readonly label: DataOf<'SentimentScored'>['label'];
  readonly trend: DataOf<'SentimentScored'>['smoothed']['trend'];
  /** Scores of the last 50 customer messages. */
  readonly scores: readonly { readonly seq: number; readonly score: number }[];
}

export interface BotFacts {
  readonly confidence: number | null;
  readonly lowConfidenceStreak: number;
  readonly subject: string | null;
  readonly subjectSwitches: number;
  readonly entities: Readonly<Record<string, string | number | boolean>>;
  readonly attemptedSolutions: readonly string[];
}

/** What a turn of the bot asked or showed, so that a reply that names nothing by itself can be understood. */
export type PromptKind =
  /** Whether an agent should take over. */
  | 'offers-agent'
  /** Whether to cancel an order, a plan or an account. */
  | 'offers-cancellation'
  /** Whether the customer did something themselves. */
  | 'identity-check'
  /** Whether a card, a phone or another item was lost or stolen. */
  | 'item-status'
  /** What is charged. */
  | 'charge'
  /** What was done with the account: a payment, a login, an order. */
  | 'account-activity';

/** One prompt of the bot, and the reply it expects ("2", "end"). Null: any agreement. */
export interface BotPrompt {
  readonly prompt: PromptKind;
  readonly expectedReply: string | null;
}

/** Counters and facts; no text of anybody. What counts for a rule starts anew at a hand-back. */
export interface ConversationFacts {
  readonly session: SessionFacts;
  readonly seq: number;
  /** Customer and bot messages. */
  readonly messageCount: number;
  /** Customer messages. */
  readonly customerMessageCount: number;
  readonly sentiment: SentimentFacts | null;
  readonly bot: BotFacts;
  /** Rules the customer was already asked about: an offer is not repeated before something new fires. */
  readonly offeredRules: readonly RuleId[];
  /** The customer message (by its number) of each emotional firing still in the window. */
  readonly emotionalFirings: readonly number[];
  readonly negativeFirings: number;
  readonly questionCounts: readonly TextCount[];
  readonly botAnswerCounts: readonly TextCount[];
  readonly subjectCounts: Readonly<Partial<Record<Subject, number>>>;
  readonly mentionedEarlierCancellation: boolean;
  readonly refundAskedAt: number | null;
  readonly lastAmount: { readonly value: number; readonly at: number } | null;
  readonly pricingTurns: readonly TextCount[];
  readonly considersEnterprise: boolean;
  readonly engagement: number | null;
  readonly opportunityReported: boolean;
  /** The session without resolution counts from here; null = nothing open. */
  readonly unresolvedSince: Instant | null;
  readonly wasHandedBack: boolean;
  /** What the bot's last turn asked or showed. */
  readonly botPrompts: readonly BotPrompt[];
  /** What one holds with the company (an order, a plan, an account) was named. */
  readonly mentionedOrderOrAccount: boolean;
  /** Hand-offs of this conversation so far; absent in states of before it was counted. */
  readonly handoffCount?: number;
}

/** Where a conversation stands. `null` = never heard of, or ended. */
export type EscalationState =
  | { readonly is: 'monitoring'; readonly facts: ConversationFacts }
  | {
      readonly is: 'offered';
      readonly facts: ConversationFacts;
      readonly offerId: string;
      readonly rules: readonly RuleId[];
    }
  | {
      readonly is: 'handed-off';
      readonly facts: ConversationFacts;
      /** null where a person took the conversation without a hand-off of ours. */
      readonly handoffId: string | null;
      readonly hasAgent: boolean;
    };

const INITIAL_BOT: BotFacts = {
  confidence: null,
  lowConfidenceStreak: 0,
  subject: null,
  subjectSwitches: 0,
  entities: {},
  attemptedSolutions: [],
};

export const initialFacts = (event: EventOf<'ConversationStarted'>): ConversationFacts => ({
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
  messageCount: 0,
  customerMessageCount: 0,
  sentiment: null,
  bot: INITIAL_BOT,
  offeredRules: [],
  emotionalFirings: [],
  negativeFirings: 0,
  questionCounts: [],
  botAnswerCounts: [],
  subjectCounts: {},
  mentionedEarlierCancellation: false,
  refundAskedAt: null,
  lastAmount: null,
  pricingTurns: [],
  considersEnterprise: event.data.customer?.consideringEnterprise ?? false,
  engagement: event.data.customer?.engagement ?? null,
  opportunityReported: false,
  unresolvedSince: null,
  wasHandedBack: false,
  botPrompts: [],
  mentionedOrderOrAccount: false,
});

/** Back with the bot: earlier turns do not fire again, so all that rules count starts anew; facts and history stay. */
export const resetAfterHandback = (facts: ConversationFacts, at: Instant): ConversationFacts => ({
  ...facts,
  bot: { ...facts.bot, lowConfidenceStreak: 0, subject: null, subjectSwitches: 0, entities: {} },
  offeredRules: [],
  emotionalFirings: [],
  negativeFirings: 0,
  questionCounts: [],
  botAnswerCounts: [],
  refundAskedAt: null,
  lastAmount: null,
  pricingTurns: [],
  unresolvedSince: facts.customerMessageCount > 0 ? at : null,
  wasHandedBack: true,
  botPrompts: [],
  mentionedOrderOrAccount: false,
});
