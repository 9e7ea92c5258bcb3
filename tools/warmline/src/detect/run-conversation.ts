import type { DataOf, Instant, Policy } from '@warmline/contracts';
import { type EscalationState, escalation, journalRowOf } from '@warmline/escalation-detection/detect';
import { type AnyEvent, type Context, deciderStep, type JournalRow, type Output } from '@warmline/messaging/decider';
import type { Intents } from '@warmline/sentiment/intents';
import { sentiment } from '@warmline/sentiment/score';
import type { Conversation } from './conversation-row.ts';

/** Start of a conversation without times, and the interval between its turns. */
const DEFAULT_START: Instant = 1_760_000_000_000;
const TURN_INTERVAL_MS = 1_000;

const contextOf = (event: AnyEvent): Context => ({ id: (name) => `${event.id}/${name}` });

const placeOf = (row: Conversation) => ({ conversationId: String(row.id), tenantId: 'default' });

/** The turns of a row as the gateway publishes them, in non-decreasing time. */
const conversationEvents = function* (row: Conversation): Generator<AnyEvent & { readonly data: object }> {
  const place = placeOf(row);
  let at = row.conversation[0]?.at ?? DEFAULT_START;
  yield {
    type: 'ConversationStarted',
    id: 'start',
    at,
    data: {
      ...place,
      seq: 1,
      channel: 'file',
      externalId: place.conversationId,
      policyVersion: 'file',
      hasBot: true,
      ...(row.language !== undefined && { language: row.language }),
      ...(row.customer !== undefined && { customer: row.customer }),
    },
  };
  for (const [i, turn] of row.conversation.entries()) {
    at = Math.max(at, turn.at ?? at + TURN_INTERVAL_MS);
    const { role, text, bot } = turn;
    const data = { ...place, seq: i + 2, messageId: `m-${i + 1}`, role, text, epoch: 1, ...(bot && { bot }) };
    yield { type: 'MessagePosted', id: `m-${i + 1}`, at, data };
  }
};

export interface ConversationRun {
  readonly state: EscalationState | null;
  readonly outputs: readonly Output[];
  /** What the sentiment service says of each customer message, by message id. */
  readonly scores: ReadonlyMap<string, DataOf<'SentimentScored'>>;
  /** The turns as the service keeps them beside the state. */
  readonly journal: readonly JournalRow[];
  readonly endedAt: Instant;
}

export interface RunOptions {
  /** The customer accepts an offer that is open after the last turn. */
  readonly acceptOffer?: boolean;
  /** What the intent model says of each turn, by its place. */
  readonly intents?: readonly (Intents | undefined)[];
}

/** Runs conversations through the deciders of both services under one policy, each with its input as in the log. */
export const conversationRunner = (policy: Policy): ((row: Conversation, options?: RunOptions) => ConversationRun) => {
  const scoring = deciderStep(sentiment);
  const detection = deciderStep(escalation(policy));

  return (row, { acceptOffer = false, intents = [] } = {}) => {
    let sentimentState: Parameters<typeof scoring.step>[0] = null;
    let state: EscalationState | null = null;
    const outputs: Output[] = [];
    const journal: JournalRow[] = [];
    const scores = new Map<string, DataOf<'SentimentScored'>>();
    const step = (event: AnyEvent): void => {
      const stepped = detection.step(state, event, contextOf(event));
      state = stepped.state;
      if (stepped.verdict.is === 'reject') throw new Error(stepped.verdict.reason);
      if (stepped.verdict.is === 'emit') outputs.push(...stepped.verdict.outputs);
      const journaled = journalRowOf(event);
      if (journaled !== null) journal.push(journaled);
    };
    let last: Instant = DEFAULT_START;
    let turn = -1;
    for (const event of conversationEvents(row)) {
      const wanted = event.type === 'MessagePosted' ? intents[++turn] : undefined;
      for (let due = state === null ? null : detection.due(state); due !== null && due <= event.at; ) {
        const before: EscalationState | null = state;
        step({ type: 'Tick', id: `${event.id}/tick`, at: due });
        due = state === null || state === before ? null : detection.due(state);
      }
      const judged = wanted === undefined ? event : Object.assign({}, event, { intents: wanted });
      const scored = scoring.step(sentimentState, judged, contextOf(event));
      sentimentState = scored.state;
      const [score] = scored.verdict.is === 'emit' ? scored.verdict.outputs : [];
      if (score?.type === 'SentimentScored') scores.set(score.data.messageId, score.data);
      step(score === undefined ? event : Object.assign({}, event, { score: score.data }));
      last = event.at;
    }
    const isOffered = (state as EscalationState | null)?.is === 'offered';
    if (acceptOffer && isOffered) {
      const data = { ...placeOf(row), seq: row.conversation.length + 2, choice: 'accept-offer' };
      step({ type: 'ChoiceMade', id: 'accept', at: last, data });
    }
    return { state, outputs, scores, journal, endedAt: last };
  };
};
