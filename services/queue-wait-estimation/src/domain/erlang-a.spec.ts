import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { longestAhead, meanWait, waitCdf, waitQuantile } from './erlang-a.ts';

interface Reference {
  readonly cases: readonly {
    readonly id: string;
    readonly s: number;
    readonly mu_per_s: number;
    readonly theta_per_s: number;
    readonly conditional: readonly Conditional[];
  }[];
}
type Conditional = { readonly [Name in 'n_ahead' | 'mean' | 'p_le_60s' | `p${50 | 80 | 90 | 10 | 95}`]: number };

const file = new URL('./fixtures/erlang-a-reference.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as Reference;
const relative = (actual: number, expected: number): number => Math.abs(actual - expected) / Math.abs(expected);

describe('the wait at a position in the queue is the exact one of M/M/s+M', () => {
  test('in 32 cases', () => expect(cases).toHaveLength(32));

  test.each(cases)('$id', ({ s, mu_per_s, theta_per_s, conditional }) => {
    for (const row of conditional) {
      const queue = { ahead: row.n_ahead, rate: s * mu_per_s, theta: theta_per_s };
      expect(relative(meanWait(queue), row.mean)).toBeLessThan(1e-9);
      for (const percent of [10, 50, 80, 90, 95] as const) {
        expect(relative(waitQuantile(queue, percent / 100), row[`p${percent}`])).toBeLessThan(1e-6);
      }
      expect(Math.abs(waitCdf(queue, 60) - row.p_le_60s)).toBeLessThan(1e-9);
    }
  });
});

const queues = fc.record({
  ahead: fc.integer({ min: 0, max: 2_000 }),
  rate: fc.double({ min: 1e-4, max: 2, noNaN: true }),
  theta: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 0.1, noNaN: true })),
});
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

test('a quantile is the inverse of the distribution', () => {
  fc.assert(
    fc.property(queues, share, (queue, p) => {
      expect(Math.abs(waitCdf(queue, waitQuantile(queue, p)) - p)).toBeLessThan(1e-9);
    }),
  );
});

test('a higher quantile is no shorter, and one more customer ahead makes the wait longer', () => {
  fc.assert(
    fc.property(queues, share, share, (queue, p, q) => {
      const [low, high] = p < q ? [p, q] : [q, p];
      expect(waitQuantile(queue, low)).toBeLessThanOrEqual(waitQuantile(queue, high) * (1 + 1e-9));
      expect(waitQuantile(queue, p)).toBeLessThan(waitQuantile({ ...queue, ahead: queue.ahead + 1 }, p));
    }),
  );
});

test('the mean lies between those without abandonment and with all abandonments at the initial rate', () => {
  fc.assert(
    fc.property(queues, (queue) => {
      const { ahead, rate, theta } = queue;
      const mean = meanWait(queue);
      expect(mean).toBeLessThanOrEqual(((ahead + 1) / rate) * (1 + 1e-12));
      expect(mean).toBeGreaterThanOrEqual(((ahead + 1) / (rate + ahead * theta)) * (1 - 1e-12));
    }),
  );
});

test('infinite patience is the limit of long patience', () => {
  for (const ahead of [0, 7, 300]) {
    const endless = waitQuantile({ ahead, rate: 0.02, theta: 0 }, 0.8);
    const long = waitQuantile({ ahead, rate: 0.02, theta: 3e-10 }, 0.8);
    expect(relative(long, endless)).toBeLessThan(1e-5);
    expect(long).toBeLessThanOrEqual(endless * (1 + 1e-10));
  }
});

test('the longest queue that keeps a promise keeps it, and one more customer breaks it', () => {
  fc.assert(
    fc.property(queues, share, fc.integer({ min: 10, max: 2_000 }), ({ rate, theta }, p, seconds) => {
      const longest = longestAhead(rate, theta, p, seconds, 3_000);
      if (longest >= 0) expect(waitCdf({ ahead: longest, rate, theta }, seconds)).toBeGreaterThanOrEqual(p);
      if (longest < 3_000) expect(waitCdf({ ahead: longest + 1, rate, theta }, seconds)).toBeLessThan(p);
    }),
  );
});
