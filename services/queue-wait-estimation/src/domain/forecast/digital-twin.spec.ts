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

/** Two billing agents, both busy since 0. Known are conversations of 100 to 300 s and abandonments after 100 to 340 s. */
const busyCentre = (waiting: number) => {
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

test('one set of runs for the whole queue gives each wait as runs for it alone do', () => {
  const centre = busyCentre(6);
  const all = forecastQueue(centre, 20, many).waiting;
  const last = centre.state.waiting.get('w5');
  if (last === undefined) throw new Error('w5 does not wait');
  const pairs = [
    { shared: all.get('w0'), alone: forecastQueue(busyCentre(1), 20, many).waiting.get('w0') },
    {
      shared: all.get('w5'),
      alone: twinEstimator(centre.state, rules, centre.model, many.futures).estimate({ ...last, t: 20 }),
    },
  ];
  for (const { shared, alone } of pairs) {
    for (const p of [0.5, 0.8]) {
      const expected = alone?.quantile(p) ?? Number.NaN;
      expect(Math.abs((shared?.quantile(p) ?? Number.NaN) - expected) / expected).toBeLessThan(0.06);
    }
  }
});

test('nobody further back waits less, and a customer joining now waits at least as long as the last', () => {
  const { waiting, joining } = forecastQueue(busyCentre(6), 20, { ...many, futures: 300 });
  const medians = [...waiting.values()].map((waits) => waits?.quantile(0.5) ?? Number.NaN);
  expect(medians).toEqual([...medians].sort((a, b) => a - b));
  expect(joining.get('billing')?.quantile(0.5)).toBeGreaterThanOrEqual(medians.at(-1) ?? 0);
});

test('given a team without any agent to come, then there is no estimate', () => {
  expect(forecastQueue(busyCentre(2), 20, { ...many, futures: 20 }).joining.get('sales')).toBeNull();
});

test('the same centre and seed give the same waits, another seed gives others', () => {
  const median = (seed: string) =>
    forecastQueue(busyCentre(6), 20, { ...many, futures: 20, seed }).waiting.get('w5')?.mean;
  expect(median('s')).toBe(median('s'));
  expect(median('t')).not.toBe(median('s'));
});
