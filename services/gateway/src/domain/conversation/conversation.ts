import type {
  BotTurnDetails,
  CallbackWindow,
  Customer,
  EscalationReason,
  EscalationVerdict,
  Instant,
  Owner,
  PastHandoff,
  Retention,
} from '@warmline/contracts';

import type { OpenQuestion } from './open-question.ts';
import { isBeforeOpening, type WaitingFacts } from './waiting-facts.ts';

/** Status of the conversation's hand-off. `issue` describes it in words for the customer, null = unknown; `quote` is what they want in their words. */
export type HandoffStatus =
  | {
      readonly is: 'queued';
      readonly handoffId: string;
      readonly poolId: string;
      readonly issue: string | null;
      readonly quote?: string;
      readonly waiting?: WaitingFacts;
    }
  | {
      readonly is: 'assigned';
      readonly handoffId: string;
      readonly poolId: string;
      readonly issue: string | null;
      readonly quote?: string;
      readonly agentId: string;
      readonly agentName: string;
      readonly team: string;
      /** The agent requested a transfer, and routing has not answered yet. */
      readonly transferPending?: true;
      /** The agent has written to the customer. */
      readonly firstResponseSent?: true;
    }
  | { readonly is: 'closed'; readonly handoffId: string; readonly poolId: string };

/** The survey of one hand-off or callback. */
export interface Survey {
  readonly handoffId: string;
  readonly isAnswered: boolean;
}

/** The strongest verdict so far, and the sequence up to which messages are assessed. */
export interface Assessment {
  readonly throughSeq: number;
  readonly verdict: EscalationVerdict;
  readonly reasons: readonly EscalationReason[];
  readonly rules: readonly string[];
  /** Customer messages assessed without their score, the last 100. */
  readonly unscoredSeqs: readonly number[];
  /** The last message that was judged; absent in states stored before it was kept. */
  readonly latest?: { readonly seq: number; readonly verdict: EscalationVerdict };
}

/** An answer of the bot that the customer gets once the message it answers is judged, or at `releaseAt`. */
export interface HeldAnswer {
  readonly messageId: string;
  readonly text: string;
  readonly author?: string;
  readonly bot?: BotTurnDetails;
  /** Of the newest act of the customer that was accepted before the answer. */
  readonly answersSeq: number;
  readonly releaseAt: Instant;
}

/** One conversation. It has exactly one owner, which is never inferred from another field. */
export interface Conversation {
  readonly is: 'open' | 'ended';
  readonly conversationId: string;
  readonly tenantId: string;
  readonly channel: string;
  readonly externalId: string;
  readonly language: string;
  /** Of the customer, IANA name; absent = unknown. */
  readonly timeZone?: string;
  readonly policyVersion: string;
  readonly startedAt: Instant;
  /** Event time of the last event. Event time never decreases within a conversation. */
  readonly lastEventAt: Instant;
  readonly seq: number;
  readonly owner: Owner;
  /** The configured bot of the channel; null = none, bots may use the API. */
  readonly bot: string | null;
  readonly customer: Customer | null;
  readonly customerOfferId: string | null;
  /** How the last hand-offs ended, oldest first; absent = none, or stored before it was kept. */
  readonly pastHandoffs?: readonly PastHandoff[];
  readonly handoff: HandoffStatus | null;
  /** The last hand-offs that ended. Topics are not ordered among each other: late events of these are ignored. */
  readonly closedHandoffIds: readonly string[];
  /** The surveys of the last hand-offs, each with its own answers, newest last. */
  readonly surveys?: readonly Survey[];
  /** The hand-offs of the last tickets that wait for an answer in writing. */
  readonly openTickets?: readonly string[];
  /** The customer message the bot has not answered yet, and when it times out. */
  readonly awaitedBotReply: { readonly messageId: string; readonly deadline: Instant } | null;
  /** The newest message, request for a person or choice of the customer; absent = none, or stored before it was kept. */
  readonly lastCustomerAct?: { readonly seq: number; readonly at: Instant };
  /** A bot that the gateway does not call has written in this conversation: it is expected to answer. */
  readonly hasExternalBot?: true;
  /** Answers of the bot that wait for a verdict, in the order they came; absent = none. */
  readonly heldAnswers?: readonly HeldAnswer[];
  /** An offer that waits for the bot's answer to the message it follows. */
  readonly heldOffer?: { readonly offerId: string; readonly text: string; readonly releaseAt: Instant } | null;
  /** The message that the bot had not answered at the hand-off, and the epoch it was asked under. Its answer is kept for the agent. */
  readonly unansweredAtHandoff?: { readonly messageId: string; readonly epoch: number } | null;
  /** The waiting card that the customer sees, as JSON; null = none. */
  readonly shownCard?: string | null;
  /** What was heard of a wait before the request of its hand-off. Topics are not ordered among each other. */
  readonly earlyWait?: { readonly handoffId: string; readonly waiting: WaitingFacts } | null;
  /** The booked callback, if any. */
  readonly callback?: PromisedCallback | null;
  /** The callback windows that routing offered last for the current hand-off. */
  readonly callbackWindows?: { readonly handoffId: string; readonly windows: readonly CallbackWindow[] } | null;
  readonly assessment: Assessment;
  /** What a typed message of the customer may answer. */
  readonly question?: OpenQuestion | null;
}

/** A booked callback. It continues after the conversation ends. */
export interface PromisedCallback {
  readonly handoffId: string;
  readonly poolId: string;
  readonly notBefore: Instant;
  readonly dueBy: Instant;
}

export interface ConversationSettings {
  /** The active policy version; every conversation keeps the one it starts with. */
  readonly policyVersionOf: (tenantId: string, channel: string) => string;
  /** The configured bot of a channel; null = none. */
  readonly botOf: (channel: string) => string | null;
  readonly botTimeoutMs: number;
  /** How long an answer of the bot waits for the verdict, milliseconds. */
  readonly verdictWaitMsOf: (tenantId: string, channel: string) => number;
}

/** Without any message for this long a conversation ends. */
export const IDLE_TIMEOUT_MS = 24 * 3_600_000;
/** When this is checked: a due that moved with every message would move its entries in every index of the row. */
const IDLE_CHECK_MS = 600_000;
/** How long the customer is asked for details. */
export const DETAILS_WINDOW_MS = 20_000;
const MAX_CLOSED_HANDOFF_IDS = 10;
const MAX_SURVEYS = 10;
const MAX_PAST_HANDOFFS = 10;

/** The channel and customer of a conversation. */
export interface ConversationOrigin {
  readonly conversationId: string;
  readonly tenantId: string;
  readonly channel: string;
  readonly externalId: string;
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly customer?: Customer | undefined;
}
/** An ended conversation is deleted with its transcript when its retention is over, but not while an agent still has its hand-off. */
const deletedAt = ({ tenantId, lastEventAt, handoff, callback }: Conversation, retention: Retention): Instant | null =>
  handoff?.is === 'queued' || handoff?.is === 'assigned'
    ? null
    : Math.max(lastEventAt, callback?.dueBy ?? 0) + retention.of('conversations', tenantId);

/** The bot answers while it owns the conversation, and a customer who waits for an opening. */
export const mayBotAnswer = ({ owner, handoff }: Conversation, at: Instant): boolean => {
  if (owner.kind !== 'queue') return owner.kind === 'bot';
  return handoff?.is === 'queued' && isBeforeOpening(handoff.waiting ?? {}, at);
};

/** When a card is due that waits for facts; null = none. */
export const cardDue = ({ handoff, shownCard }: Conversation): Instant | null =>
  handoff?.is === 'queued' && !shownCard ? (handoff.waiting?.silentUntil ?? null) : null;

export const conversationDue = (state: Conversation, retention: Retention): Instant | null => {
  if (state.is === 'ended') return deletedAt(state, retention);
  const idleAt = Math.ceil((state.lastEventAt + IDLE_TIMEOUT_MS) / IDLE_CHECK_MS) * IDLE_CHECK_MS;
  const { awaitedBotReply, heldAnswers = [], heldOffer } = state;
  return Math.min(
    idleAt,
    awaitedBotReply?.deadline ?? idleAt,
    heldOffer?.releaseAt ?? idleAt,
    cardDue(state) ?? idleAt,
    ...heldAnswers.map(({ releaseAt }) => releaseAt),
  );
};

export const withClosedHandoff = (closedHandoffIds: readonly string[], handoffId: string): readonly string[] =>
  [...closedHandoffIds, handoffId].slice(-MAX_CLOSED_HANDOFF_IDS);

export const surveyOf = ({ surveys = [] }: Conversation, handoffId: string): Survey | undefined =>
  surveys.find((survey) => survey.handoffId === handoffId);

/** An open survey for a hand-off that reached a person. */
export const withSurvey = ({ surveys = [] }: Conversation, handoffId: string): readonly Survey[] =>
  surveys.some((survey) => survey.handoffId === handoffId)
    ? surveys
    : [...surveys, { handoffId, isAnswered: false }].slice(-MAX_SURVEYS);

export const withAnsweredSurvey = ({ surveys = [] }: Conversation, handoffId: string): readonly Survey[] =>
  surveys.map((survey) => (survey.handoffId === handoffId ? { ...survey, isAnswered: true } : survey));

export const withPastHandoff = ({ pastHandoffs = [] }: Conversation, past: PastHandoff): readonly PastHandoff[] =>
  [...pastHandoffs.filter(({ handoffId }) => handoffId !== past.handoffId), past].slice(-MAX_PAST_HANDOFFS);
