import {
  byClaim,
  type DataOf,
  type Instant,
  type Policy,
  type Reason,
  reasonsOf,
  rulesIn,
  stronger,
  type VerdictName,
} from '@warmline/contracts';
import { type Escalation, escalation, priorityNow } from '@warmline/escalation-detection/detect';
import { type Anything, type Context, decided, type Output } from '@warmline/messaging/decider';
import { sentiment } from '@warmline/sentiment/score';
import type { Conversation } from './rows.ts';

type Assessed = DataOf<'EscalationAssessed'>;

export interface Judgement {
  readonly id: string | number;
  /** The strongest up to and including the last turn. */
  readonly verdict: VerdictName;
  /** All that led to a person being offered or called in, the strongest claim first. */
  readonly reasons: readonly Reason[];
  readonly rules: readonly string[];
  readonly evidence: Assessed['evidence'];
  /** 1..100: that of the hand-over, or of one that were made after the last turn. */
  readonly priority: number;
}

/** When a conversation begins that tells no times, and how far its turns lie apart. */
const BEGINS: Instant = 1_760_000_000_000;
const APART_MS = 1_000;

const contextOf = (event: Anything): Context => ({ id: (name) => `${event.id}/${name}` });

/** A row's turns as the gateway would tell them; time never runs backwards. */
const told = function* (row: Conversation): Generator<Anything & { readonly data: object }> {
  const place = { conversationId: String(row.id), tenantId: 'default' };
  let at = row.conversation[0]?.at ?? BEGINS;
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
    at = Math.max(at, turn.at ?? at + APART_MS);
    const { role, text, bot } = turn;
    const data = { ...place, seq: i + 2, messageId: `m-${i + 1}`, role, text, epoch: 1, ...(bot && { bot }) };
    yield { type: 'MessagePosted', id: `m-${i + 1}`, at, data };
  }
};

/** Judges conversations under one policy by the deciders of both services, each fed as the log would feed it. */
export const judging = (policy: Policy): ((row: Conversation) => Judgement) => {
  const mood = decided(sentiment);
  const judge = decided(escalation(policy));

  return (row) => {
    let felt: Parameters<typeof mood.step>[0] = null;
    let state: Escalation | null = null;
    let priority: number | null = null;
    const assessed: Assessed[] = [];
    const offered: string[] = [];
    const hear = (outputs: readonly Output[]): void => {
      for (const output of outputs) {
        if (output.type === 'EscalationAssessed') assessed.push(output.data);
        // What fires by the clock alone is offered without a message to assess.
        if (output.type === 'HandoffOffered') offered.push(...output.data.rules);
        if (output.type === 'HandoffRequested') priority ??= output.data.priority;
      }
    };
    const step = (event: Anything): void => {
      const stepped = judge.step(state, event, contextOf(event));
      state = stepped.state;
      if (stepped.verdict.is === 'reject') throw new Error(stepped.verdict.reason);
      if (stepped.verdict.is === 'emit') hear(stepped.verdict.outputs);
    };
    let last: Instant = BEGINS;
    for (const event of told(row)) {
      for (let due = state === null ? null : judge.due(state); due !== null && due <= event.at; ) {
        const before: Escalation | null = state;
        step({ type: 'Tick', id: `${event.id}/tick`, at: due });
        due = state === null || state === before ? null : judge.due(state);
      }
      const scored = mood.step(felt, event, contextOf(event));
      felt = scored.state;
      const [score] = scored.verdict.is === 'emit' ? scored.verdict.outputs : [];
      step(score === undefined ? event : Object.assign({}, event, { score: score.data }));
      last = event.at;
    }
    const leading = assessed.filter(({ verdict }) => verdict !== 'none');
    const rules = byClaim(rulesIn([...leading.flatMap((one) => one.rules), ...offered]));
    const strongest = leading.reduce<VerdictName>(
      (most, { verdict }) => (stronger(verdict, most) ? verdict : most),
      offered.length > 0 ? 'offer' : 'none',
    );
    return {
      id: row.id,
      verdict: strongest,
      reasons: reasonsOf(rules),
      rules,
      evidence: leading.flatMap((one) => one.evidence),
      priority: priority ?? (state === null ? policy.priority.base : priorityNow(state, rules, last, policy)),
    };
  };
};
