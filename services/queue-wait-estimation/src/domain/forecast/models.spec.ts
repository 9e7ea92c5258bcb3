import { expect, test } from '@jest/globals';
import { mean } from 'd3-array';
import fc from 'fast-check';
import { blend } from './blend.ts';
import { coverage } from './calibration.ts';
import { empiricalDistribution } from './estimator.ts';
import { eventQueue } from './event-queue.ts';
import { handlingModel } from './handling-model.ts';
import { routePoolsOf } from './markov-estimator.ts';
import { patienceModel } from './patience-model.ts';
import { exponential, randomOf } from './random.ts';
import { sortedWindow } from './sorted-window.ts';
import { kaplanMeierQuantiles } from './wait-history.ts';

test('given customers who would abandon after 300 s on average but are mostly served before, then their patience is learned', () => {
  const random = randomOf('patience');
  const model = patienceModel();
  for (let i = 0; i < 4_000; i++) {
    const [abandons, served] = [300 * exponential(random), 120 * exponential(random)];
    model.learn('billing', Math.min(abandons, served), abandons < served);
  }
  expect(1 / model.abandonmentRate('billing')).toBeCloseTo(300, -1.5);
  const left = Array.from({ length: 4_000 }, () => model.drawAbandonment('billing', 50, random) - 50);
  expect(Math.min(...left)).toBeGreaterThan(0);
  expect(mean(left)).toBeGreaterThan(240);
  expect(mean(left)).toBeLessThan(360);
});

test('given conversations that each further one makes a quarter longer, then the quarter is learned though slow agents have more at a time', () => {
  const random = randomOf('slowdown');
  const model = handlingModel();
  for (let i = 0; i < 6_000; i++) {
    const slow = random() < 0.5;
    const concurrency = 1 + Math.floor((slow ? 1.5 + 1.5 * random() : 2 * random()) % 3);
    const length = 400 * Math.exp(0.6 * (random() + random() + random() - 1.5)) * (slow ? 1.3 : 1);
    model.learn('billing', slow ? 'slow' : 'fast', length * (1 + 0.25 * (concurrency - 1)), concurrency);
  }
  const ratio = model.durationFactor(1, 3) / model.durationFactor(1, 1);
  expect(ratio).toBeGreaterThan(1.42);
  expect(ratio).toBeLessThan(1.58);
  expect(model.paceOf('slow') / model.paceOf('fast')).toBeCloseTo(1.3, 1);
});

test('the rest of a conversation is drawn from the past ones that lasted longer', () => {
  const random = randomOf('left');
  const model = handlingModel();
  for (let i = 0; i < 100; i++) model.learn('billing', `a${i}`, i < 50 ? 100 : 1_000, 1);
  for (let i = 0; i < 100; i++) expect(model.drawRemaining('billing', 400, 1, random)).toBeGreaterThan(500);
});

test('the event queue returns the soonest event first', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (times) => {
      const { push, pop } = eventQueue();
      for (const t of times) push(t, 0, 0);
      expect(times.map(() => pop()?.t)).toEqual([...times].sort((a, b) => a - b));
      expect(pop()).toBeNull();
    }),
  );
});

test('a sorted window keeps the latest values only, in ascending order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 1, max: 10 }), (values, most) => {
      const window = sortedWindow(most);
      for (const value of values) window.add(value);
      expect(window.values).toEqual(values.slice(-most).sort((a, b) => a - b));
      expect(window.above(10)).toBe(values.slice(-most).filter((value) => value > 10).length);
    }),
  );
});

test('the weight of an abandoned wait passes to the longer waits', () => {
  const rows = [10, 20, 30, 40].map((seconds) => ({ seconds, abandoned: seconds === 20 }));
  // Survival 3/4 after 10, then 3/4 x 1/2 after 30, then none.
  const waits = kaplanMeierQuantiles(rows);
  expect(waits.filter((wait) => wait === 10)).toHaveLength(waits.length / 4);
  expect(waits.filter((wait) => wait === 30)).toHaveLength((waits.length * 3) / 8);
});

test('a wait on a point mass covers a level by the share of the mass below it, and an abandoned one by the remaining chance', () => {
  expect(coverage(0.8, 0.1, 0.3, false)).toBe(1);
  expect(coverage(0.8, 0.9, 0.95, false)).toBe(0);
  expect(coverage(0.8, 0.6, 1, false)).toBeCloseTo(0.5);
  expect(coverage(0.8, 0.6, 0.6, true)).toBeCloseTo(0.5);
});

test('subjects that share a team, directly or through others, are one pool', () => {
  const rule = (...groups: string[]) => ({ groups, fallback_after_s: groups.map(() => 0) });
  const pools = routePoolsOf({
    credit_s: 0,
    subjects: { a: rule('x', 'y'), b: rule('z'), c: rule('w'), d: rule('y', 'z') },
  });
  expect(pools.map(({ subjects }) => [...subjects].sort())).toEqual([['c'], ['a', 'b', 'd']]);
});

test('a seed always gives the same numbers, which lie between 0 and 1', () => {
  const [one, same, other] = [randomOf('a'), randomOf('a'), randomOf('b')];
  const numbers = Array.from({ length: 1_000 }, one);
  expect(Array.from({ length: 1_000 }, same)).toEqual(numbers);
  expect(other()).not.toBe(numbers[0]);
  expect(Math.min(...numbers)).toBeGreaterThan(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(mean(numbers)).toBeCloseTo(0.5, 1);
});

test('the blend settles on the more accurate of two estimators in spite of one absurd forecast', () => {
  const estimatorOf = (name: string, seconds: (id: string) => number) => ({
    name,
    estimate: ({ id }: { readonly id: string }) => empiricalDistribution([seconds(id)]),
  });
  const absurd = estimatorOf('near, once absurd', (id) => (id === '50' ? 1e6 : 100));
  const far = estimatorOf('far', () => 400);
  const blended = blend([far, absurd], { waiting: new Map() });
  for (let i = 0; i < 300; i++) {
    const request = { type: 'handoff.requested', t: i, id: String(i), subject: 'billing', priority: 0 } as const;
    const waits = blended.estimate(request);
    if (i > 250) expect(waits?.mean).toBeCloseTo(100, 0);
    blended.learn({ request, seconds: 100, abandoned: false });
  }
});

test('given waits that are always longer than forecast, then the levels rise until their coverage is nominal', () => {
  const random = randomOf('levels');
  const short = { name: 'short', estimate: () => empiricalDistribution(Array.from({ length: 100 }, (_, i) => i + 1)) };
  const blended = blend([short], { waiting: new Map() });
  let kept = 0;
  for (let i = 0; i < 3_000; i++) {
    const request = { type: 'handoff.requested', t: i, id: String(i), subject: 'billing', priority: 0 } as const;
    const seconds = 10 + 85 * random();
    if (i >= 1_000 && seconds <= (blended.estimate(request)?.quantile(0.8) ?? 0)) kept += 1;
    else if (i < 1_000) blended.estimate(request);
    blended.learn({ request, seconds, abandoned: false });
  }
  expect(kept / 2_000).toBeGreaterThan(0.77);
  expect(kept / 2_000).toBeLessThan(0.83);
});
