import { expect, test } from '@jest/globals';
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

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test('given people who give up after 300 s on average and are mostly served before, then their patience is learnt all the same', () => {
  const random = randomOf('patience');
  const learnt = patienceModel();
  for (let i = 0; i < 4_000; i++) {
    const [gives, served] = [300 * exponential(random), 120 * exponential(random)];
    learnt.learn('billing', Math.min(gives, served), gives < served);
  }
  expect(1 / learnt.abandonmentRate('billing')).toBeCloseTo(300, -1.5);
  const left = Array.from({ length: 4_000 }, () => learnt.drawAbandonment('billing', 50, random) - 50);
  expect(Math.min(...left)).toBeGreaterThan(0);
  expect(meanOf(left)).toBeGreaterThan(240);
  expect(meanOf(left)).toBeLessThan(360);
});

test('given that a further conversation makes one a quarter longer, when slow agents have more of them, then the quarter is learnt', () => {
  const random = randomOf('drag');
  const learnt = handlingModel();
  for (let i = 0; i < 6_000; i++) {
    const slow = random() < 0.5;
    const together = 1 + Math.floor((slow ? 1.5 + 1.5 * random() : 2 * random()) % 3);
    const length = 400 * Math.exp(0.6 * (random() + random() + random() - 1.5)) * (slow ? 1.3 : 1);
    learnt.learn('billing', slow ? 'slow' : 'fast', length * (1 + 0.25 * (together - 1)), together);
  }
  const ratio = learnt.durationFactor(1, 3) / learnt.durationFactor(1, 1);
  expect(ratio).toBeGreaterThan(1.42);
  expect(ratio).toBeLessThan(1.58);
  expect(learnt.paceOf('slow') / learnt.paceOf('fast')).toBeCloseTo(1.3, 1);
});

test('what is left of a conversation is drawn from those that lasted longer', () => {
  const random = randomOf('left');
  const learnt = handlingModel();
  for (let i = 0; i < 100; i++) learnt.learn('billing', `a${i}`, i < 50 ? 100 : 1_000, 1);
  for (let i = 0; i < 100; i++) expect(learnt.drawRemaining('billing', 400, 1, random)).toBeGreaterThan(500);
});

test('what is next on the agenda is the soonest', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (times) => {
      const { push, pop } = eventQueue();
      for (const t of times) push(t, 0, 0);
      expect(times.map(() => pop()?.t)).toEqual([...times].sort((a, b) => a - b));
      expect(pop()).toBeNull();
    }),
  );
});

test('the latest values are kept in order, and none else', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 1, max: 10 }), (values, most) => {
      const kept = sortedWindow(most);
      for (const value of values) kept.add(value);
      expect(kept.values).toEqual(values.slice(-most).sort((a, b) => a - b));
      expect(kept.above(10)).toBe(values.slice(-most).filter((value) => value > 10).length);
    }),
  );
});

test('who gave up hands on his share to those who waited longer', () => {
  const rows = [10, 20, 30, 40].map((seconds) => ({ seconds, abandoned: seconds === 20 }));
  // Survival 3/4 after 10, then 3/4 x 1/2 after 30, then none.
  const waits = kaplanMeierQuantiles(rows);
  expect(waits.filter((wait) => wait === 10)).toHaveLength(waits.length / 4);
  expect(waits.filter((wait) => wait === 30)).toHaveLength((waits.length * 3) / 8);
});

test('a wait that falls on an atom keeps a level by the share of the atom below it, and one given up by the chance of what is left', () => {
  expect(coverage(0.8, 0.1, 0.3, false)).toBe(1);
  expect(coverage(0.8, 0.9, 0.95, false)).toBe(0);
  expect(coverage(0.8, 0.6, 1, false)).toBeCloseTo(0.5);
  expect(coverage(0.8, 0.6, 0.6, true)).toBeCloseTo(0.5);
});

test('subjects that share a team, if only through another, are one pool', () => {
  const rule = (...groups: string[]) => ({ groups, fallback_after_s: groups.map(() => 0) });
  const pools = routePoolsOf({
    credit_s: 0,
    subjects: { a: rule('x', 'y'), b: rule('z'), c: rule('w'), d: rule('y', 'z') },
  });
  expect(pools.map(({ subjects }) => [...subjects].sort())).toEqual([['c'], ['a', 'b', 'd']]);
});

test('the same text begins the same numbers, which lie between 0 and 1', () => {
  const [one, same, other] = [randomOf('a'), randomOf('a'), randomOf('b')];
  const numbers = Array.from({ length: 1_000 }, one);
  expect(Array.from({ length: 1_000 }, same)).toEqual(numbers);
  expect(other()).not.toBe(numbers[0]);
  expect(Math.min(...numbers)).toBeGreaterThan(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(meanOf(numbers)).toBeCloseTo(0.5, 1);
});

test('of two estimators the nearer one is believed in the end, whatever one absurd wait of it said', () => {
  const told = (name: string, seconds: (id: string) => number) => ({
    name,
    estimate: ({ id }: { readonly id: string }) => empiricalDistribution([seconds(id)]),
  });
  const absurd = told('near, once absurd', (id) => (id === '50' ? 1e6 : 100));
  const far = told('far', () => 400);
  const both = blend([far, absurd], { waiting: new Map() });
  for (let i = 0; i < 300; i++) {
    const request = { type: 'handoff.requested', t: i, id: String(i), subject: 'billing', priority: 0 } as const;
    const waits = both.estimate(request);
    if (i > 250) expect(waits?.mean).toBeCloseTo(100, 0);
    both.learn({ request, seconds: 100, abandoned: false });
  }
});

test('given waits that are always longer than told, then the levels told rise until the share that keeps them is as promised', () => {
  const random = randomOf('levels');
  const short = { name: 'short', estimate: () => empiricalDistribution(Array.from({ length: 100 }, (_, i) => i + 1)) };
  const held = blend([short], { waiting: new Map() });
  let kept = 0;
  for (let i = 0; i < 3_000; i++) {
    const request = { type: 'handoff.requested', t: i, id: String(i), subject: 'billing', priority: 0 } as const;
    const seconds = 10 + 85 * random();
    if (i >= 1_000 && seconds <= (held.estimate(request)?.quantile(0.8) ?? 0)) kept += 1;
    else if (i < 1_000) held.estimate(request);
    held.learn({ request, seconds, abandoned: false });
  }
  expect(kept / 2_000).toBeGreaterThan(0.77);
  expect(kept / 2_000).toBeLessThan(0.83);
});
