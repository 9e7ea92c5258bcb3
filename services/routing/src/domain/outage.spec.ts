import { expect, test } from '@jest/globals';
import type { Instant } from '@warmline/contracts';
import { deciderStep } from '@warmline/messaging/decider';
import type { StoryEvent } from '@warmline/testing/story';
import { type Pool, type RoutingOutput, routing } from './routing.ts';
import { accept, presence, received, s, teams } from './testing/story.fixtures.ts';

interface Emitted {
  readonly at: Instant;
  readonly type: RoutingOutput;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A pool as the runtime drives it: each event at its time, each tick when it is due or, after an outage, when the runtime is back. */
const running = () => {
  const subject = deciderStep(routing(teams));
  let state: Pool | null = null;
  let ticks = 0;
  const emitted: Emitted[] = [];
  const step = (line: StoryEvent, at: Instant, receivedAt: Instant): void => {
    const id = `${line.type}-${at}-${emitted.length}`;
    const context = { id: (name: string) => `${id}/${name}`, receivedAt };
    const { state: next, verdict } = subject.step(state, { ...line, id: line.id ?? id, at }, context);
    state = next;
    if (verdict.is !== 'emit') return;
    for (const { type, data } of verdict.outputs) emitted.push({ at, type, data } as unknown as Emitted);
  };
  /** Runs the ticks that are due until then, received no earlier than `back`. */
  const until = (end: Instant, back = 0): void => {
    for (let due = state === null ? null : subject.due(state); due !== null && due <= end; ) {
      ticks += 1;
      step({ type: 'Tick' }, due, Math.max(due, back));
      due = state === null ? null : subject.due(state);
    }
  };
  return {
    feed: (line: StoryEvent, back = 0): void => {
      const at = line.at ?? 0;
      until(at, back);
      step(line, at, Math.max(at, back));
    },
    until,
    emitted: (type: RoutingOutput) => emitted.filter((each) => each.type === type),
    availabilities: () =>
      state?.agents.values().map(({ availability, consecutiveMisses }) => ({ availability, consecutiveMisses })) ?? [],
    offersOpen: () => state?.handoffs.values().flatMap((row) => (row.is === 'offered' ? [row.expiresAt] : [])) ?? [],
    ticks: () => ticks,
  };
};

const TWO_HOURS = 7_200;
const WAITING = 12;

/** Two agents on duty with six capacity units, twelve requests; then two hours of outage. */
const afterTheOutage = () => {
  const pool = running();
  pool.feed(presence('ben', 0));
  pool.feed(presence('sofia', 1));
  for (let n = 0; n < WAITING; n++) pool.feed(received(`h${n}`, 2 + n));
  pool.until(s(TWO_HOURS), s(TWO_HOURS));
  return pool;
};

test('after two hours without routing no agent is paused for expired offers, and no team counts as unstaffed', () => {
  const pool = afterTheOutage();
  expect(pool.availabilities()).toEqual([
    { availability: 'online', consecutiveMisses: 0 },
    { availability: 'online', consecutiveMisses: 0 },
  ]);
  expect(pool.emitted('HandoffReturned').map(({ data }) => data.reason)).not.toContain('timed-out');
  expect(pool.emitted('TeamUnstaffed')).toEqual([]);
});

test('offers of late ticks can be answered for a full thirty seconds, one for each capacity unit', () => {
  const pool = afterTheOutage();
  expect(pool.offersOpen()).toEqual(Array.from({ length: 6 }, () => s(TWO_HOURS + 30)));
  expect(pool.emitted('HandoffOfferedToAgent')).toHaveLength(12);
});

test('the ticks of an outage are those of the timers that existed when it began', () => {
  // The opening of the second team of each hand-off, and the end of each of the six offers.
  expect(afterTheOutage().ticks()).toBeLessThanOrEqual(2 * WAITING + 6);
});

test('input after the outage is decided as usual', () => {
  const pool = afterTheOutage();
  const [offer] = pool.emitted('HandoffOfferedToAgent').slice(-1);
  const { handoffId, agentId, offerId } = offer?.data ?? {};
  pool.feed(accept(String(handoffId), String(agentId), TWO_HOURS + 5, String(offerId)));
  expect(pool.emitted('HandoffAssigned')).toHaveLength(1);
  pool.until(s(TWO_HOURS + 31));
  expect(pool.emitted('HandoffReturned').filter(({ data }) => data.reason === 'timed-out')).toHaveLength(5);
});

test('a hand-off received ten minutes late is offered for thirty seconds from then', () => {
  const pool = running();
  pool.feed(presence('ben', 0));
  pool.feed(received('h1', 1), s(601));
  expect(pool.offersOpen()).toEqual([s(631)]);
});

test('an offer that expires with a small delay counts as missed', () => {
  const pool = running();
  pool.feed(presence('ben', 0));
  pool.feed(received('h1', 1));
  pool.until(s(31), s(33));
  expect(pool.availabilities()).toEqual([{ availability: 'online', consecutiveMisses: 1 }]);
});
