import { expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import { deciderStep } from '@warmline/messaging/decider';
import type { StoryEvent } from '@warmline/testing/story';
import fc from 'fast-check';
import { closed, ended, posted, requested, START, started, surveyed } from './outcome.fixtures.ts';
import { outcomeDecider } from './outcome.ts';

/** Every interleaving of the topics; each topic keeps its own order, and every event its own time. */
const interleaved = (topics: readonly (readonly StoryEvent[])[]): fc.Arbitrary<StoryEvent[]> => {
  const turns = topics.flatMap((events, n) => events.map(() => n));
  return fc.shuffledSubarray(turns, { minLength: turns.length }).map((order) => {
    const remaining = topics.map((events) => [...events]);
    return order.flatMap((n) => remaining[n]?.splice(0, 1) ?? []);
  });
};

/** What a reader of the outcome topic ends up with: all outcomes and tickets, and the last score. */
const published = (events: readonly StoryEvent[]) => {
  const step = deciderStep(outcomeDecider);
  let state: Parameters<typeof step.due>[0] | null = null;
  const outcomes: unknown[] = [];
  const tickets: unknown[] = [];
  let score: DataOf<'HandoffScored'> | null = null;
  events.forEach((received, n) => {
    const event = { ...received, id: `e-${n}`, at: received.at ?? START };
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

const timed = (at: number, event: StoryEvent): StoryEvent => ({ ...event, at: START + at });
const resolution = { resolved: true, botCouldHaveHandled: true, notes: 'Teach it call logs' };
const conversation = [
  timed(0, started),
  timed(1_000, posted(2, 'I cancelled it by telephone')),
  timed(200_000, surveyed('partially', 4)),
  timed(210_000, ended),
];
const escalation = [timed(2_000, requested({ missing: ['customer.since'] }))];
const routing = [timed(181_000, closed({ resolution }))];

test('the final outcome, score and ticket do not depend on the order of arrival', () => {
  const topics = [conversation, escalation, routing];
  const expected = published(topics.flat());
  expect(expected.outcomes).toHaveLength(1);
  expect(expected.tickets).toHaveLength(1);
  expect(expected.score).toMatchObject({ survey: true, parts: { resolution: 1, wait: 1, satisfaction: 0.75 } });
  fc.assert(
    fc.property(interleaved(topics), (events) => expect(published(events)).toEqual(expected)),
    { numRuns: 500 },
  );
});

test('two hand-offs of a conversation do not mix, whatever the order of arrival', () => {
  const again = [timed(300_000, requested({ handoffId: 'h-2' }))];
  const closes = [...routing, timed(400_000, closed({ handoffId: 'h-2', resolution: { resolved: false } }))];
  const topics = [conversation, [...escalation, ...again], closes];
  const byHandoff = (events: readonly StoryEvent[]) => {
    const { outcomes } = published(events);
    return (outcomes as DataOf<'OutcomeRecorded'>[]).toSorted((a, b) => a.handoffId.localeCompare(b.handoffId));
  };
  const expected = byHandoff(topics.flat());
  expect(expected.map((o) => o.resolution?.resolved)).toEqual([true, false]);
  fc.assert(fc.property(interleaved(topics), (events) => expect(byHandoff(events)).toEqual(expected)));
});
