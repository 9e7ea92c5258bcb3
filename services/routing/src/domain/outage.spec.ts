import { expect, test } from '@jest/globals';
import type { Instant } from '@warmline/contracts';
import { deciderStep } from '@warmline/messaging/decider';
import type { StoryEvent } from '@warmline/testing/story';
import { type Pool, type RoutingOutput, routing } from './routing.ts';
import { accept, presence, received, s, teams } from './testing/story.fixtures.ts';

interface Heard {
  readonly at: Instant;
  readonly type: RoutingOutput;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A pool as the runtime runs it: each line at its time, and each tick when it is due or, after an outage, when the runtime is back. */
const running = () => {
  const subject = deciderStep(routing(teams));
  let state: Pool | null = null;
  let ticks = 0;
  const told: Heard[] = [];
  const step = (line: StoryEvent, at: Instant, receivedAt: Instant): void => {
    const id = `${line.type}-${at}-${told.length}`;
    const context = { id: (name: string) => `${id}/${name}`, receivedAt };
    const { state: next, verdict } = subject.step(state, { ...line, id: line.id ?? id, at }, context);
    state = next;
    if (verdict.is !== 'emit') return;
    for (const { type, data } of verdict.outputs) told.push({ at, type, data } as unknown as Heard);
  };
  /** Ticks due until then, each as late as `back` makes it. */
  const until = (end: Instant, back = 0): void => {
    for (let due = state === null ? null : subject.due(state); due !== null && due <= end; ) {
      ticks += 1;
      step({ type: 'Tick' }, due, Math.max(due, back));
      due = state === null ? null : subject.due(state);
    }
  };
  return {
    say: (line: StoryEvent, back = 0): void => {
      const at = line.at ?? 0;
      until(at, back);
      step(line, at, Math.max(at, back));
    },
    until,
    told: (type: RoutingOutput) => told.filter((each) => each.type === type),
    standings: () =>
      state?.agents.values().map(({ availability, consecutiveMisses }) => ({ availability, consecutiveMisses })) ?? [],
    offersOpen: () => state?.handoffs.values().flatMap((row) => (row.is === 'offered' ? [row.expiresAt] : [])) ?? [],
    ticks: () => ticks,
  };
};

const TWO_HOURS = 7_200;
const WAITING = 12;

/** Two on duty with room for six, twelve who ask; then nobody hears anything for two hours. */
const afterTheOutage = () => {
  const pool = running();
  pool.say(presence('ben', 0));
  pool.say(presence('sofia', 1));
  for (let n = 0; n < WAITING; n++) pool.say(received(`h${n}`, 2 + n));
  pool.until(s(TWO_HOURS), s(TWO_HOURS));
  return pool;
};

test('after two hours without routing nobody is paused for offers that could not be answered, and no team counts as unstaffed', () => {
  const pool = afterTheOutage();
  expect(pool.standings()).toEqual([
    { availability: 'online', consecutiveMisses: 0 },
    { availability: 'online', consecutiveMisses: 0 },
  ]);
  expect(pool.told('HandoffReturned').map(({ data }) => data.reason)).not.toContain('timed-out');
  expect(pool.told('TeamUnstaffed')).toEqual([]);
});

test('what the late ticks offer can be answered for its thirty seconds yet, once for each slot', () => {
  const pool = afterTheOutage();
  expect(pool.offersOpen()).toEqual(Array.from({ length: 6 }, () => s(TWO_HOURS + 30)));
  expect(pool.told('HandoffOfferedToAgent')).toHaveLength(12);
});

test('the ticks of a gap are those of the moments known when it began', () => {
  // Of each hand-off: its ageing and the opening of its second team; of each of the six offers, its end.
  expect(afterTheOutage().ticks()).toBeLessThanOrEqual(2 * WAITING + 6);
});

test('what is heard after the outage is decided as ever', () => {
  const pool = afterTheOutage();
  const [offer] = pool.told('HandoffOfferedToAgent').slice(-1);
  const { handoffId, agentId, offerId } = offer?.data ?? {};
  pool.say(accept(String(handoffId), String(agentId), TWO_HOURS + 5, String(offerId)));
  expect(pool.told('HandoffAssigned')).toHaveLength(1);
  pool.until(s(TWO_HOURS + 31));
  expect(pool.told('HandoffReturned').filter(({ data }) => data.reason === 'timed-out')).toHaveLength(5);
});

test('a hand-off that is read ten minutes late is offered for thirty seconds from then', () => {
  const pool = running();
  pool.say(presence('ben', 0));
  pool.say(received('h1', 1), s(601));
  expect(pool.offersOpen()).toEqual([s(631)]);
});

test('an offer that ends while routing runs, a little late, is missed as ever', () => {
  const pool = running();
  pool.say(presence('ben', 0));
  pool.say(received('h1', 1));
  pool.until(s(31), s(33));
  expect(pool.standings()).toEqual([{ availability: 'online', consecutiveMisses: 1 }]);
});
