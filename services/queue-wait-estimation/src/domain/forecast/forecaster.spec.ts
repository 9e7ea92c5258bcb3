import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ESTIMATORS, type EstimatorName, forecaster } from './forecaster.ts';
import type { LogEvent, RoutingRules } from './log-events.ts';

const rules: RoutingRules = {
  credit_s: 300,
  subjects: {
    billing: { groups: ['billing', 'general'], fallback_after_s: [0, 45] },
    sales: { groups: ['sales'], fallback_after_s: [0] },
  },
};
const online = (t: number, agent: string, group: string, capacity = 1): LogEvent => ({
  type: 'agent.status',
  t,
  agent,
  status: 'online',
  groups: [group],
  capacity,
});
const requested = (t: number, id: string, subject = 'billing', priority = 0): LogEvent => ({
  type: 'handoff.requested',
  t,
  id,
  subject,
  priority,
});
const assigned = (t: number, id: string, agent: string): LogEvent => ({ type: 'handoff.assigned', t, id, agent });
const closed = (t: number, id: string, agent: string): LogEvent => ({ type: 'handoff.closed', t, id, agent });

const replayed = (events: readonly LogEvent[], estimator: EstimatorName = 'blend', futures = 50) => {
  const forecastOf = forecaster(rules, { estimator, futures });
  return events.flatMap((event) => forecastOf(event) ?? []);
};
const last = <T>(rows: readonly T[]): T => {
  const row = rows.at(-1);
  if (row === undefined) throw new Error('no forecast');
  return row;
};

/** One agent whose conversations last 100 s each, one after the other. */
const steadyAgent = (n: number): LogEvent[] => [
  online(0, 'a', 'billing'),
  ...Array.from({ length: n }, (_, i) => [
    requested(i * 200 + 1, `h${i}`),
    assigned(i * 200 + 1, `h${i}`, 'a'),
    closed(i * 200 + 101, `h${i}`, 'a'),
  ]).flat(),
];

test('given a free agent, then there is no wait', () => {
  expect(last(replayed([online(0, 'a', 'billing'), requested(1, 'x')]))).toEqual({
    id: 'x',
    mean: 0,
    p50: 0,
    p80: 0,
    p90: 0,
  });
});

test('given conversations of 100 s and one that has lasted 60 s, then the next request waits the remaining 40 s', () => {
  const events = [...steadyAgent(40), requested(8_000, 'x'), assigned(8_000, 'x', 'a'), requested(8_060, 'y')];
  const { mean, p50, p80 } = last(replayed(events, 'twin'));
  for (const seconds of [mean, p50, p80]) expect(seconds).toBeCloseTo(40, 6);
});

test('given a free fallback team, then the wait is no longer than its delay', () => {
  const busy = [requested(8_000, 'x'), assigned(8_000, 'x', 'a')];
  const { p50, p90 } = last(
    replayed([...steadyAgent(40), online(8_001, 'g', 'general'), ...busy, requested(8_002, 'y')], 'twin'),
  );
  expect(p50).toBeCloseTo(45, 6);
  expect(p90).toBeCloseTo(45, 6);
});

test('given breaks of 600 s, then a request during a break waits for its end', () => {
  const breakAt = (t: number): LogEvent[] => [
    { ...online(t, 's', 'sales'), status: 'away' } as LogEvent,
    online(t + 600, 's', 'sales'),
  ];
  const events = [
    online(0, 's', 'sales'),
    ...breakAt(5_000),
    ...breakAt(12_000),
    { ...online(20_000, 's', 'sales'), status: 'away' } as LogEvent,
    requested(20_200, 'x', 'sales'),
  ];
  expect(last(replayed(events, 'twin')).p50).toBeCloseTo(400, 6);
});

test('given an agent who comes on duty at eight each day, then an earlier request waits until eight', () => {
  const day = (n: number): LogEvent[] => [
    online(n * 86_400 + 28_800, 's', 'sales'),
    { ...online(n * 86_400 + 61_200, 's', 'sales'), status: 'offline' } as LogEvent,
  ];
  const events = [
    online(0, 'a', 'billing'),
    ...day(0),
    ...day(1),
    ...day(2),
    requested(3 * 86_400 + 27_000, 'x', 'sales'),
  ];
  expect(last(replayed(events, 'twin')).p80).toBeCloseTo(1_800, 6);
});

test('given a request of a higher level in the queue, then the wait is longer than without it', () => {
  const busy = [...steadyAgent(40), requested(8_000, 'x'), assigned(8_000, 'x', 'a')];
  const alone = last(replayed([...busy, requested(8_010, 'z')], 'twin'));
  const behind = last(replayed([...busy, requested(8_005, 'y', 'billing', 2), requested(8_010, 'z')], 'twin'));
  expect(behind.mean).toBeGreaterThan(alone.mean);
});

/** The log of a small random centre: two agents serve requests first come, first served. */
const logs = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 90 }), length: fc.integer({ min: 5, max: 400 }) }), {
    minLength: 5,
    maxLength: 40,
  })
  .map((rows) => {
    const events: LogEvent[] = [online(0, 'a', 'billing'), online(0, 'b', 'billing')];
    const freeAt = new Map([
      ['a', 0],
      ['b', 0],
    ]);
    let t = 0;
    rows.forEach(({ gap, length }, i) => {
      t += gap;
      const [agent, free] = [...freeAt].sort((x, y) => x[1] - y[1])[0] ?? ['a', 0];
      const begins = Math.max(t, free);
      freeAt.set(agent, begins + length);
      events.push(requested(t, `h${i}`), assigned(begins, `h${i}`, agent), closed(begins + length, `h${i}`, agent));
    });
    return events.sort((x, y) => x.t - y.t);
  });

test('every request has a forecast with ordered, finite, non-negative quantiles', () => {
  fc.assert(
    fc.property(logs, fc.constantFrom(...ESTIMATORS), (events, estimator) => {
      const forecasts = replayed(events, estimator, 5);
      expect(forecasts.map(({ id }) => id)).toEqual(
        events.flatMap((e) => (e.type === 'handoff.requested' ? [e.id] : [])),
      );
      for (const { mean, p50, p80, p90 } of forecasts) {
        expect(Number.isFinite(mean) && mean >= 0 && p50 >= 0).toBe(true);
        expect(p80).toBeGreaterThanOrEqual(p50);
        expect(p90).toBeGreaterThanOrEqual(p80);
      }
    }),
    { numRuns: 20 },
  );
});

test('later events change no forecast, and the same log has the same forecasts', () => {
  fc.assert(
    fc.property(logs, fc.nat(40), (events, n) => {
      const whole = replayed(events, 'blend', 5);
      const part = replayed(events.slice(0, n), 'blend', 5);
      expect(whole.slice(0, part.length)).toEqual(part);
    }),
    { numRuns: 10 },
  );
});

/** One agent with a capacity of two; every request finds free capacity and is assigned after `seconds`. */
const slowAnswers = (n: number, seconds: number): LogEvent[] => [
  online(0, 'a', 'billing', 2),
  ...Array.from({ length: n }, (_, i) => [
    requested(i * 200 + 1, `r${i}`),
    assigned(i * 200 + 1 + seconds, `r${i}`, 'a'),
    closed(i * 200 + 101, `r${i}`, 'a'),
  ]).flat(),
];

test('given free agents who answered after 8 s, then a request that finds free capacity is forecast 8 s', () => {
  expect(last(replayed([...slowAnswers(20, 8), requested(9_000, 'x')]))).toEqual({
    ...{ id: 'x', mean: 8, p50: 8, p80: 8, p90: 8 },
  });
});

test('given capacity that is offered to requests ahead, then the forecast does not count it as free', () => {
  const others = [requested(8_999, 'y'), requested(8_999, 'z')];
  const [one, both] = [others.slice(0, 1), others].map((ahead) =>
    last(replayed([...slowAnswers(40, 8), ...ahead, requested(9_000, 'x')])),
  );
  expect(one?.p80).toBe(8);
  expect(both?.p80).toBeGreaterThan(40);
});

test('given an agent who takes the next request 60 s after the last though others wait, then the forecast includes it', () => {
  const busy = [
    online(0, 'a', 'billing'),
    requested(1, 'r0'),
    assigned(1, 'r0', 'a'),
    ...Array.from({ length: 60 }, (_, i) => [
      requested(i * 160 + 20, `r${i + 1}`),
      closed(i * 160 + 101, `r${i}`, 'a'),
      assigned(i * 160 + 161, `r${i + 1}`, 'a'),
    ]).flat(),
  ];
  const end = 59 * 160 + 161 + 100;
  const forecast = last(replayed([...busy, closed(end, 'r60', 'a'), requested(end + 20, 'x')], 'twin'));
  expect(forecast.p50).toBeGreaterThan(25);
  expect(forecast.p50).toBeLessThan(55);
});
