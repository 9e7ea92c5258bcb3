import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { type AnyEvent, deciderStep, type JoinState, joinBySequence, type Step } from '@warmline/messaging';
import type { EscalationState } from './domain/escalation.ts';
import { handOffOnFault } from './domain/judging-fault.ts';
import { withPinnedPolicy } from './domain/pinned-policy.ts';
import { journalRowOf } from './domain/transcript.ts';
import { scoreJoin } from './score-join.ts';
import { loadPolicy } from './stages.ts';

const policy = loadPolicy(new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname);
const START = 1_760_000_000_000;

/** The rules of the service, with a bug: they throw on some texts, or on a request for a person. */
const withBug = (step: Step<EscalationState>): Step<EscalationState> => ({
  ...step,
  step: (state, event, context) => {
    const { text = '', details = '' } = event.data as { text?: string; details?: string };
    if (text.includes('a bug') || details.includes('a bug')) throw new Error('planted');
    return step.step(state, event, context);
  },
});
const { step } = joinBySequence({
  ...scoreJoin,
  inner: withBug(deciderStep(withPinnedPolicy(() => policy))),
  fallback: handOffOnFault(() => policy),
});

const { ConversationStarted, MessagePosted, HumanRequested } = topics.conversation.events;
const event = (seq: number, type: string, data: object): AnyEvent => ({
  type,
  id: `e-${seq}`,
  at: START + seq * 1_000,
  data: { ...data, seq },
});
const started = event(1, 'ConversationStarted', ConversationStarted.sample);
const says = (seq: number, text: string, role = 'bot') =>
  event(seq, 'MessagePosted', { ...MessagePosted.sample, role, messageId: `m-${seq}`, text });

const run = (...events: readonly AnyEvent[]) =>
  events.reduce<{ state: JoinState<EscalationState> | null; results: ReturnType<typeof step>[] }>(
    ({ state, results }, each) => {
      const result = step(state, each, { id: (name) => `${each.id}/${name}`, receivedAt: each.at });
      return { state: result.state, results: [...results, result] };
    },
    { state: null, results: [] },
  );
const outputsOf = (result: ReturnType<typeof step> | undefined) =>
  result?.verdict.is === 'emit' ? result.verdict.outputs : [];

test('a message that cannot be judged leads to a person, with the fault as evidence, and to a dead letter that says why', () => {
  const last = run(started, says(2, 'this is a bug')).results.at(-1);
  expect(outputsOf(last).map(({ type }) => type)).toEqual(['EscalationAssessed', 'HandoffRequested']);
  expect(outputsOf(last)[0]?.data).toMatchObject({
    verdict: 'immediate',
    rules: ['bot.failure'],
    evidence: [{ rule: 'bot.failure', messageId: 'm-2', text: expect.stringMatching(/^judging failed: .*planted/) }],
  });
  expect(last?.rejectedEvents).toEqual([
    { event: expect.objectContaining({ id: 'e-2' }), reason: expect.stringMatching(/^threw: Error: planted/) },
  ]);
  for (const { type, data } of outputsOf(last))
    expect(topics.escalation.events[type as 'HandoffRequested'].schema.safeParse(data).error).toBeUndefined();
});

test('the hand-off has the transcript, and says that it was not judged', () => {
  const lines = [says(2, 'Hello'), says(3, 'this is a bug')];
  const request = outputsOf(run(started, ...lines).results.at(-1)).find(({ type }) => type === 'HandoffRequested');
  const journal = lines.flatMap((line) => journalRowOf(line) ?? []);
  type Completed = { context: { transcript: unknown[]; now: { text: string } } };
  const complete = request?.withJournal as (data: unknown, rows: unknown) => Completed;
  const { context } = complete(request?.data, journal);
  expect(context.now.text).toMatch(/could not be judged/);
  expect(context.transcript).toMatchObject([{ text: 'Hello' }, { text: 'this is a bug' }, { role: 'escalation' }]);
});

test('a request for a person that cannot be judged is obeyed', () => {
  const request = event(2, 'HumanRequested', { ...HumanRequested.sample, details: 'this is a bug' });
  const last = run(started, request).results.at(-1);
  expect(outputsOf(last)).toMatchObject([{ type: 'HandoffRequested', data: { rules: ['emotional.human-request'] } }]);
});

test('a conversation that is handed off gets no second person for the same fault', () => {
  const { results, state } = run(started, says(2, 'this is a bug'), says(3, 'this is a bug again'));
  expect(outputsOf(results.at(-1))).toEqual([]);
  expect(results.at(-1)?.rejectedEvents).toHaveLength(1);
  expect(state?.inner).toMatchObject({ is: 'handed-off' });
});

test('outputs of the fallback that cannot be published are left out, and the event is rejected once', () => {
  const before = run(started).state;
  const result = step(before, says(2, 'this is a bug'), {
    id: (name) => name,
    receivedAt: START,
    rejectionReason: (id) => (id === 'e-2/fallback' ? 'too large' : undefined),
  });
  expect(outputsOf(result)).toEqual([]);
  expect(result.rejectedEvents).toHaveLength(1);
});
