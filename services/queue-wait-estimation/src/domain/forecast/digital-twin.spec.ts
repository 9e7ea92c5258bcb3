import { expect, test } from '@jest/globals';
import { forecastQueue, twinEstimator } from './digital-twin.ts';
import { centreModel } from './forecaster.ts';
import type { RoutingRules } from './log-events.ts';

const rules: RoutingRules = {
  credit_s: 300,
  subjects: {
    billing: { groups: ['billing', 'general'], fallback_after_s: [0, 45] },
    sales: { groups: ['sales'], fallback_after_s: [0] },
  },
};

/** Two billing agents, both busy since 0; conversations of 100 to 300 s are known, and people who give up after 100 to 340 s. */
const place = (waiting: number) => {
  const known = centreModel(rules);
  const { state, model, apply } = known;
  for (let i = 0; i < 60; i++) model.handling.learn('billing', 'a', 100 + (i % 21) * 10, 1);
  for (let i = 0; i < 60; i++) model.patience.learn('billing', 100 + i * 4, i % 2 === 0);
  model.arrivals.learn(0, 'sales', 0);
  for (const agent of ['a', 'b']) {
    state.apply({ type: 'agent.status', t: 0, agent, status: 'online', groups: ['billing'], capacity: 1 });
    state.apply({ type: 'handoff.requested', t: 0, id: `with-${agent}`, subject: 'billing', priority: 0 });
    state.apply({ type: 'handoff.assigned', t: 0, id: `with-${agent}`, agent });
  }
  for (let i = 0; i < waiting; i++)
    apply({ type: 'handoff.requested', t: i + 1, id: `w${i}`, subject: 'billing', priority: 0 });
  return known;
};
const many = { futures: 1_500, horizon: 14_400, seed: 's' };

test('given a queue, when one set of futures serves all, then each is told what futures for it alone tell', () => {
  const scene = place(6);
  const all = forecastQueue(scene, 20, many).waiting;
  const last = scene.state.waiting.get('w5');
  if (last === undefined) throw new Error('w5 does not wait');
  const alone = [
    { told: all.get('w0'), itself: forecastQueue(place(1), 20, many).waiting.get('w0') },
    {
      told: all.get('w5'),
      itself: twinEstimator(scene.state, rules, scene.model, many.futures).estimate({ ...last, t: 20 }),
    },
  ];
  for (const { told, itself } of alone) {
    for (const p of [0.5, 0.8]) {
      const expected = itself?.quantile(p) ?? Number.NaN;
      expect(Math.abs((told?.quantile(p) ?? Number.NaN) - expected) / expected).toBeLessThan(0.06);
    }
  }
});

test('given a queue, then nobody behind waits less, and one who would join now waits as the last does at least', () => {
  const { waiting, joining } = forecastQueue(place(6), 20, { ...many, futures: 300 });
  const medians = [...waiting.values()].map((waits) => waits?.quantile(0.5) ?? Number.NaN);
  expect(medians).toEqual([...medians].sort((a, b) => a - b));
  expect(joining.get('billing')?.quantile(0.5)).toBeGreaterThanOrEqual(medians.at(-1) ?? 0);
});

test('given no agent who may ever come, then nothing is said of that queue', () => {
  expect(forecastQueue(place(2), 20, { ...many, futures: 20 }).joining.get('sales')).toBeNull();
});

test('given the same floor and seed, then the same waits; given another, then others', () => {
  const median = (seed: string) => forecastQueue(place(6), 20, { ...many, futures: 20, seed }).waiting.get('w5')?.mean;
  expect(median('s')).toBe(median('s'));
  expect(median('t')).not.toBe(median('s'));
});
