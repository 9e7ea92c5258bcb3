import { expect, test } from '@jest/globals';
import type { OutputLine } from './output-lines.ts';
import { type Options, runSimulation, type SimulationResult } from './run.ts';
import { parseScenario, type Scenario } from './scenario.ts';
import { evenly, quiet, small } from './small.fixtures.ts';

const run = (scenario: Scenario, options: Partial<Options> = {}): { lines: OutputLine[]; end: SimulationResult } => {
  const going = runSimulation(scenario, { seed: 7, days: 1, estimates: false, ...options });
  const lines: OutputLine[] = [];
  for (;;) {
    const { done, value } = going.next();
    if (done === true) return { lines, end: value };
    lines.push(value);
  }
};
/** One day of `small`, run once for every test that only reads it. */
const smallDay = run(small);
const eventsOf = (lines: readonly OutputLine[]) => lines.flatMap((line) => (line.to === 'events' ? [line.row] : []));

test('the same scenario and seed give the same lines, and another seed gives others', () => {
  const once = JSON.stringify(smallDay.lines);
  expect(JSON.stringify(run(small).lines)).toBe(once);
  expect(JSON.stringify(run(small, { seed: 8 }).lines)).not.toBe(once);
});

test('the log of a day is in order, no agent exceeds their capacity, and each request ends once', () => {
  const { lines, end } = smallDay;
  const having = new Map<string, number>();
  const ended = new Map<string, number>();
  let t = 0;
  for (const row of eventsOf(lines)) {
    expect(row.t).toBeGreaterThanOrEqual(t);
    t = row.t;
    if (row.type === 'handoff.assigned' || row.type === 'handoff.abandoned')
      ended.set(row.id, (ended.get(row.id) ?? 0) + 1);
    if (row.type !== 'handoff.assigned' && row.type !== 'handoff.closed') continue;
    having.set(row.agent, (having.get(row.agent) ?? 0) + (row.type === 'handoff.assigned' ? 1 : -1));
    expect(having.get(row.agent)).toBeLessThanOrEqual(2);
  }
  expect([...ended.values()].every((n) => n === 1)).toBe(true);
  expect(end.requests.length).toBeGreaterThan(700);
  expect(end.requests.every(({ waited, offeredWait }) => waited !== null && offeredWait !== null)).toBe(true);
});

test('the offered wait of an abandoned request is its wait if that customer alone never abandons', () => {
  const { end } = smallDay;
  const gone = end.requests.filter(({ outcome }) => outcome === 'abandoned');
  expect(gone.length).toBeGreaterThan(100);
  for (const { id, offeredWait: offered } of gone.filter((_, i) => i % Math.ceil(gone.length / 12) === 0)) {
    const other = run(small, { neverAbandons: (one) => one === id }).end.requests.find((request) => request.id === id);
    expect([id, other?.outcome, other?.waited]).toEqual([id, 'served', offered]);
  }
});

test('the mean wait of one exponential queue without abandonment is that of Erlang C', () => {
  // M/M/3 at 70 %: P(wait) = 0.4923, mean wait = P(wait) / (3 mu - lambda).
  const scenario = parseScenario(
    {
      capacity: 1,
      subjects: {
        calls: {
          groups: ['team'],
          fallback_after_s: [0],
          handle: { dist: 'exp', mean: 60 },
          patience: { dist: 'exp', mean: 1e9 },
          rate_per_hour: evenly(126),
        },
      },
      shifts: { team: [[0, 24, 3]] },
    },
    'erlang',
  ).scenario;
  // The mean of three days has a standard error of about 12 %, because successive waits are correlated.
  const { requests } = run(scenario, { days: 3 }).end;
  const waits = requests.map(({ waited }) => waited ?? 0);
  const mean = waits.reduce((a, b) => a + b, 0) / waits.length;
  const expected = 0.4923 / (3 / 60 - 126 / 3600);
  expect(Math.abs(mean / expected - 1)).toBeLessThan(0.25);
});

test('estimates reach customers before they are served, and most promises are kept', () => {
  const { lines, end } = run(quiet, { estimates: true });
  const estimates = lines.filter(({ to }) => to === 'estimates');
  expect(estimates.length).toBeGreaterThan(end.requests.length);
  expect(end.promisesEnded).toBeGreaterThan(50);
  expect(end.promisesKept / end.promisesEnded).toBeGreaterThan(0.8);
});
