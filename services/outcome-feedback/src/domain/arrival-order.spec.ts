import { expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import { deciderStep } from '@warmline/messaging/decider';
import type { StoryEvent } from '@warmline/testing/story';
import fc from 'fast-check';
import {
  assigned,
  closed,
  ended,
  estimated,
  posted,
  requested,
  resolved,
  START,
  started,
  surveyed,
} from './outcome.fixtures.ts';
import { outcomeDecider } from './outcome.ts';

/** Each topic keeps its own order; how the topics interleave is chance. Event times are those of the real course of things. */
const interleaved = (topics: readonly (readonly StoryEvent[])[]): fc.Arbitrary<StoryEvent[]> => {
  const slots = topics.flatMap((lines, n) => lines.map(() => n));
  return fc.shuffledSubarray(slots, { minLength: slots.length }).map((order) => {
    const left = topics.map((lines) => [...lines]);
    return order.flatMap((n) => left[n]?.splice(0, 1) ?? []);
  });
};

/** Everything told, as a reader of the outcome topic is left with it: outcomes, tickets, and the last score. */
const published = (lines: readonly StoryEvent[]) => {
  const step = deciderStep(outcomeDecider);
  let state: Parameters<typeof step.due>[0] | null = null;
  const outcomes: unknown[] = [];
  const tickets: unknown[] = [];
  let score: DataOf<'HandoffScored'> | null = null;
  lines.forEach((line, n) => {
    const event = { ...line, id: `e-${n}`, at: line.at ?? START };
    const stepped = step.step(state, event, { id: (name) => `${event.id}/${name}` });
    state = stepped.state;
    if (stepped.verdict.is !== 'emit') throw new Error(stepped.verdict.reason);
    for (const output of stepped.verdict.outputs) {
      if (output.type === 'OutcomeRecorded') outcomes.push(output.data);
      if (output.type === 'HandoffScored') score = output.data;
      if (output.type === 'TrainingTicketOpened') tickets.push({ ...output.data, ticketId: 'any' });
    }
  });
  return { outcomes, tickets, score, state };
};

const timed = (at: number, line: StoryEvent): StoryEvent => ({ ...line, at: START + at });
const resolution = { resolved: true, botCouldHaveHandled: true, notes: 'Teach it call logs' };
const conversation = [
  timed(0, started),
  timed(1_000, posted(2, 'I cancelled it by telephone')),
  timed(200_000, surveyed('partially', 4)),
  timed(210_000, ended),
];
const escalation = [timed(2_000, requested({ missing: ['customer.since'] }))];
const desk = [timed(180_000, resolved(resolution))];
const queue = [timed(3_000, estimated)];
const routing = (form: typeof resolution | null) => [timed(30_000, assigned), timed(181_000, closed({ form }))];

test.each([
  ['with the agent’s word in the close', resolution],
  ['with the agent’s word from the desk only', null],
])('the final outcome, score and ticket do not depend on the order of arrival, %s', (_how, form) => {
  const topics = [conversation, escalation, desk, queue, routing(form)];
  const expected = published(topics.flat());
  expect(expected.outcomes).toHaveLength(1);
  expect(expected.tickets).toHaveLength(1);
  expect(expected.score).toMatchObject({ survey: true, parts: { resolution: 1, wait: 1, satisfaction: 0.75 } });
  fc.assert(
    fc.property(interleaved(topics), (lines) => expect(published(lines)).toEqual(expected)),
    { numRuns: 500 },
  );
});

test('two hand-offs of a conversation do not mix, whatever the order of arrival', () => {
  const again = [timed(300_000, requested({ handoffId: 'h-2' }))];
  const closes = [...routing(resolution), timed(400_000, closed({ handoffId: 'h-2', form: { resolved: false } }))];
  const topics = [conversation, [...escalation, ...again], closes];
  const byHandoff = (lines: readonly StoryEvent[]) => {
    const { outcomes } = published(lines);
    return (outcomes as DataOf<'OutcomeRecorded'>[]).toSorted((a, b) => a.handoffId.localeCompare(b.handoffId));
  };
  const expected = byHandoff(topics.flat());
  expect(expected.map((o) => o.resolution?.resolved)).toEqual([true, false]);
  fc.assert(fc.property(interleaved(topics), (lines) => expect(byHandoff(lines)).toEqual(expected)));
});
