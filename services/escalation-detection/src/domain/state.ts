import type { Customer, DataOf, EventOf, Evidence, Instant, PastHandoff, RuleId, Subject } from '@warmline/contracts';
import type { TextCount } from './text/fingerprint.ts';

/** Input of the decider: events in sequence, each customer message with its score; null where the score did not arrive in time. */
export type ScoredMessage = EventOf<'MessagePosted'> & { readonly score: DataOf<'SentimentScored'> | null };
/** A turn of any role. Only customer messages have a score. */
export type PostedMessage = EventOf<'MessagePosted'> & { readonly score?: DataOf<'SentimentScored'> | null };
export type InputEvent =
  | EventOf<
      | 'ConversationStarted'
      | 'CustomerIdentified'
      | 'AnswerWithheld'
      | 'MessageRefused'
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
  /** null = not given by the channel. */
  readonly language: string | null;
  /** The version that was active at the start; all decisions of the session use it. */
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

export type LeadingEvidence = Pick<Evidence, 'rule' | 'messageId' | 'span'> & {
  readonly guidance?: { readonly id: string } | undefined;
};

/** Counters and facts, never message text. Counters of rules are reset at a hand-back. */
export interface ConversationFacts {
  readonly session: SessionFacts;
  readonly seq: number;
  /** Customer and bot messages. */
  readonly messageCount: number;
  /** Customer messages. */
  readonly customerMessageCount: number;
  readonly sentiment: SentimentFacts | null;
  readonly bot: BotFacts;
  /** Rules already offered: an offer is not repeated until another rule fires. */
  readonly offeredRules: readonly RuleId[];
  /** Entries of the guidance already offered; absent: none. */
  readonly offeredGuidance?: readonly string[];
  /** Customer message number of each emotional firing in the window. */
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
  /** Start of the unresolved time, moved by each pause; null = nothing is unresolved. */
  readonly unresolvedSince: Instant | null;
  /** The last message of the customer or the bot; absent in states stored before it was kept. */
  readonly lastTurnAt?: Instant;
  readonly wasHandedBack: boolean;
  /** Prompts of the bot's last turn. */
  readonly botPrompts: readonly BotPrompt[];
  /** An order, a plan or an account was mentioned: what "cancel it" can refer to. */
  readonly mentionedOrderOrAccount: boolean;
  /** Hand-offs of this conversation that are over, oldest first. */
  readonly pastHandoffs?: readonly PastHandoff[];
  /** Sequences at which the bot got the conversation back. */
  readonly handedBackAt?: readonly number[];
  /** Evidence of the last verdict that was an offer or a hand-off: where it is, never the text. */
  readonly leadingEvidence?: readonly LeadingEvidence[];
  /** Hand-offs of this conversation so far; absent in states stored before it was counted. */
  readonly handoffCount?: number;
}

/** State of a conversation. `null` = unknown, or ended. */
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
      /** null where an agent took over without a HandoffRequested. */
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

/** What changes with every message comes first: Postgres logs an updated row up to its last change. */
export const initialFacts = (event: EventOf<'ConversationStarted'>): ConversationFacts => ({
  seq: event.data.seq,
  messageCount: 0,
  botPrompts: [],
  botAnswerCounts: [],
  customerMessageCount: 0,
  sentiment: null,
  emotionalFirings: [],
  questionCounts: [],
  session: {
    conversationId: event.data.conversationId,
    tenantId: event.data.tenantId,
    channel: event.data.channel,
    language: event.data.language ?? null,
    policyVersion: event.data.policyVersion,
    startedAt: event.at,
    customer: event.data.customer ?? null,
  },
  bot: INITIAL_BOT,
  offeredRules: [],
  negativeFirings: 0,
  subjectCounts: {},
  mentionedEarlierCancellation: false,
  refundAskedAt: null,
  lastAmount: null,
  pricingTurns: [],
  ...(event.data.earlierHandoffs && { pastHandoffs: event.data.earlierHandoffs }),
  considersEnterprise: event.data.customer?.consideringEnterprise ?? false,
  engagement: event.data.customer?.engagement ?? null,
  opportunityReported: false,
  unresolvedSince: null,
  wasHandedBack: false,
  mentionedOrderOrAccount: false,
});

/** The facts when the bot gets the conversation back. All counters of rules are reset, so that earlier turns do not fire again. */
export const resetAfterHandback = (facts: ConversationFacts, at: Instant): ConversationFacts => ({
  ...facts,
  leadingEvidence: [],
  offeredGuidance: [],
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
  lastTurnAt: at,
  wasHandedBack: true,
  botPrompts: [],
  mentionedOrderOrAccount: false,
});
