import { expect, test } from '@jest/globals';
import { defaultRetention } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import type { StoryEvent } from '@warmline/testing/story';
import fc from 'fast-check';
import {
  abandoned,
  agentSays,
  answersSurvey,
  asksForHuman,
  assessedAs,
  assignedTo,
  botSays,
  callbackBooked,
  chooses,
  closedBy,
  ends,
  offered,
  requested,
  resolves,
  returnedBy,
  settings,
  starts,
  ticketFiled,
  unstaffed,
  waits,
  writes,
} from '../story.fixtures.ts';
import { type Conversation, conversationDue, mayBotAnswer } from './conversation.ts';
import type { ConversationInput } from './conversation-commands.ts';
import { handleCommand } from './handle-command.ts';

const handle = handleCommand({ ...settings, verdictWaitMsOf: () => 2_500 }, defaultRetention);
const START = 1_760_000_000_000;

/** Anything anybody may ask or tell, sensible or not, of three hand-offs and two agents. */
const handoffId = fc.constantFrom('h-1', 'h-2', 'h-3');
const agentId = fc.constantFrom('mia', 'ben');
const epoch = fc.option(fc.nat(12), { nil: undefined });
const anyEvent: fc.Arbitrary<StoryEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(writes('Hello?')) },
  {
    weight: 3,
    arbitrary: fc.tuple(agentId, epoch).map(([id, e]) => agentSays(id, 'Hello', e === undefined ? {} : { epoch: e })),
  },
  { weight: 3, arbitrary: epoch.map((e) => botSays('Hello', e === undefined ? {} : { epoch: e })) },
  { weight: 3, arbitrary: handoffId.map((id) => requested(id)) },
  { weight: 3, arbitrary: fc.tuple(agentId, handoffId).map(([agent, id]) => assignedTo(agent, id)) },
  fc
    .tuple(agentId, handoffId, fc.constantFrom('agent-disconnected', 'transferred', 'declined'))
    .map(([a, id, why]) => returnedBy(a, why, id)),
  fc.tuple(agentId, handoffId).map(([agent, id]) => closedBy(agent, id)),
  handoffId.map((id) => abandoned(id)),
  handoffId.map((id) => callbackBooked(START + 7_200_000, id)),
  handoffId.map((id) => ticketFiled(id)),
  fc.tuple(handoffId, fc.constantFrom({}, { closed: { hours: 'Mon-Fri' } })).map(([id, facts]) => unstaffed(id, facts)),
  fc.tuple(fc.constantFrom(1, 2, 3), handoffId).map(([position, id]) => waits(position, id)),
  fc
    .tuple(
      fc.constantFrom('back-to-bot' as const, 'callback' as const, 'ticket' as const, 'wait' as const),
      fc.option(handoffId),
    )
    .map(([choice, id]) => chooses(choice, id === null ? {} : { handoffId: id })),
  fc.constantFrom(
    starts(),
    ends(),
    asksForHuman(),
    offered('o-1'),
    chooses('accept-offer', { offerId: 'o-1' }),
    assessedAs(2, 'offer'),
  ),
  agentId.map((id) => resolves(id)),
  handoffId.map((id) => answersSurvey(id)),
  fc.constant({ type: 'Tick' }),
);
/** Event times of several subjects go back as well as forward; now and then much later. */
const anyDelay = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -5_000, max: 20_000 }) },
  { weight: 1, arbitrary: fc.constant(25 * 3_600_000) },
);
const anySequence = fc.array(fc.tuple(anyEvent, anyDelay), { minLength: 1, maxLength: 60 });

interface StepResult {
  readonly event: StoryEvent;
  readonly before: Conversation;
  readonly after: Conversation;
  readonly status: number;
  readonly rows: readonly { seq: number; type: string; at: number; data: unknown }[];
  readonly outputs: readonly Output[];
}

/** A conversation from its start on; ticks come when they are due, as the runtime brings them. */
const runSequence = (lines: readonly (readonly [StoryEvent, number])[]): StepResult[] => {
  const results: StepResult[] = [];
  let state: Conversation | null = null;
  let now = START;
  [[starts(), 0] as const, ...lines].forEach(([told, after], n) => {
    now += after;
    const tick = told.type === 'Tick';
    const due = state === null ? null : conversationDue(state, defaultRetention);
    const at = tick ? (due ?? now) : now;
    // A conversation that was forgotten begins anew, and with it every law.
    if (tick && state?.is !== 'open') return;
    now = Math.max(now, at);
    const event = { ...told, id: `e-${n}`, at } as ConversationInput;
    const result = handle(state, event, { id: (name) => `e-${n}/${name}` });
    const { verdict, timeline, answer } = result;
    if (state !== null && result.state !== null)
      results.push({
        event: told,
        before: state,
        after: result.state,
        status: answer.status,
        rows: timeline,
        outputs: verdict.is === 'emit' ? verdict.outputs : [],
      });
    state = JSON.parse(JSON.stringify(result.state)) as Conversation;
  });
  return results;
};
const assertProperty = (property: (stages: readonly StepResult[]) => void): void =>
  fc.assert(
    fc.property(anySequence, (lines) => property(runSequence(lines))),
    { numRuns: 500 },
  );

const isConversationEvent = (output: Output): boolean => 'seq' in output.data;

test('the sequence has no gap, and event time never decreases', () => {
  assertProperty((stages) => {
    const rows = stages.flatMap((stage) => stage.rows);
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i + 2));
    rows.reduce((before, { at }) => {
      expect(at).toBeGreaterThanOrEqual(before);
      return at;
    }, START);
    for (const { after } of stages) expect(after.lastEventAt).toBeGreaterThanOrEqual(START);
  });
});

test('the views show exactly what the topic carries', () => {
  assertProperty((stages) => {
    for (const { rows, outputs, after, before } of stages) {
      const conversationOutputs = outputs.filter(isConversationEvent);
      expect(rows.map(({ type, data }) => ({ type, data }))).toEqual(
        conversationOutputs.map(({ type, data }) => ({ type, data })),
      );
      expect(after.seq - before.seq).toBe(rows.length);
    }
  });
});

test('every change of owner is published, each with the next epoch', () => {
  assertProperty((stages) => {
    for (const { before, after, rows } of stages) {
      let { owner } = before;
      for (const { data } of rows.filter(({ type }) => type === 'OwnerChanged')) {
        const changed = data as { owner: Conversation['owner']; previous: Conversation['owner'] };
        expect(changed.previous).toEqual(owner);
        expect(changed.owner.epoch).toBe(owner.epoch + 1);
        owner = changed.owner;
      }
      expect(after.owner).toEqual(owner);
    }
  });
});

const keptLateAnswer = (rows: StepResult['rows']): Partial<Conversation> =>
  rows.length > 0 ? { unansweredAtHandoff: null } : {};

test('only the owner writes, with the owner’s epoch; a refusal changes nothing that the customer sees', () => {
  assertProperty((stages) => {
    for (const { event: asked, before, after, rows, status } of stages) {
      if (status >= 400) {
        const { seq, lastEventAt } = after;
        expect(after).toEqual({ ...before, seq, lastEventAt, ...keptLateAnswer(rows) });
        expect(rows.filter(({ type }) => type !== 'AnswerWithheld')).toEqual([]);
      }
      const {
        role,
        agentId: id,
        epoch: under,
      } = (asked.data ?? {}) as { role?: string; agentId?: string; epoch?: number };
      if (asked.type !== 'Post' || role === 'customer' || status >= 400) continue;
      if (role === 'bot') expect(mayBotAnswer(before, after.lastEventAt)).toBe(true);
      else expect(before.owner.kind).toBe(role);
      if (role === 'agent') expect(before.owner.id).toBe(id);
      if (under !== undefined) expect(before.owner.epoch).toBe(under);
    }
  });
});

test('the owner and the hand-off agree: a waiting customer is in the queue, an assigned one has the agent', () => {
  assertProperty((stages) => {
    for (const { after } of stages.filter((stage) => stage.after.is === 'open')) {
      const { owner, handoff } = after;
      if (owner.kind === 'queue') expect(handoff).toMatchObject({ is: 'queued', handoffId: owner.id });
      else if (owner.kind === 'agent') expect(handoff).toMatchObject({ is: 'assigned', agentId: owner.id });
      else expect(handoff?.is ?? 'closed').toBe('closed');
    }
  });
});

test('at most one hand-off is open, and one that is over never reopens', () => {
  assertProperty((stages) => {
    const closedIds = new Set<string>();
    for (const { before, after } of stages) {
      const [was, is] = [before.handoff, after.handoff];
      if (is !== null && is.is !== 'closed') expect(closedIds.has(is.handoffId)).toBe(false);
      if (was !== null && was.is !== 'closed' && (is?.handoffId !== was.handoffId || is.is === 'closed'))
        closedIds.add(was.handoffId);
    }
  });
});

test('the bot’s silence is published once a message, and never while the conversation is with the queue or an agent', () => {
  assertProperty((stages) => {
    let owed = 0;
    for (const { rows, before, after } of stages) {
      for (const { data } of rows.filter(({ type }) => type === 'MessagePosted')) {
        const { role, bot } = data as { role: string; bot?: { error?: string } };
        if (role === 'customer') owed++;
        if (bot?.error !== 'timeout') continue;
        expect(owed).toBeGreaterThan(0);
        expect(before.owner.kind).toBe('bot');
        owed = 0;
      }
      if (after.awaitedBotReply !== null && after.owner.kind !== 'bot')
        expect([after.is, after.owner.kind, after.handoff]).toMatchObject([
          'open',
          'queue',
          { is: 'queued', waiting: { closed: {} } },
        ]);
    }
  });
});

test('a survey is answered at most once for each hand-off', () => {
  assertProperty((stages) => {
    const answered = stages.flatMap(({ rows }) =>
      rows.filter(({ type }) => type === 'SurveyAnswered').map(({ data }) => (data as { handoffId: string }).handoffId),
    );
    expect(new Set(answered).size).toBe(answered.length);
  });
});
