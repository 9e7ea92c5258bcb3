import { DAY_SECONDS, exponential, randomOf, weighted } from '@warmline/queue-wait-estimation/forecast';
import type { SimulatedRequest } from './output-lines.ts';
import type { Scenario } from './scenario.ts';

/**
 * The arrival instants of a subject, seconds. Thinning (Lewis and Shedler, 1979): of arrivals at the highest rate, the share for
 * this hour of this day is kept.
 */
export function* arrivalsOf(scenario: Scenario, name: string, seed: number, until: number): Generator<number> {
  const subject = scenario.subjects[name];
  if (subject === undefined) return;
  const { rate_per_hour: rates, weekday_factor: factors } = subject;
  const most = Math.max(...rates) * Math.max(...factors);
  if (most === 0) return;
  const random = randomOf(`${seed}/arrivals/${name}`);
  const step = (): number => (3600 / most) * exponential(random);
  for (let t = step(); t < until; t += step()) {
    const rate = (rates[Math.floor((t % DAY_SECONDS) / 3600)] ?? 0) * (factors[Math.floor(t / DAY_SECONDS) % 7] ?? 0);
    if (random() * most < rate) yield t;
  }
}

/** The n-th request of its subject. It has its own random numbers, so that other changes of a scenario do not affect it. */
export const requestOf = (
  scenario: Scenario,
  subject: string,
  n: number,
  id: string,
  t: number,
  seed: number,
): SimulatedRequest => {
  const random = randomOf(`${seed}/${subject}/${n}`);
  const levels = scenario.priority_probs[subject] ?? [1];
  const total = levels.reduce((a, b) => a + b, 0);
  const level = weighted(levels, total, random);
  return { id, subject, t, level, random, firstOfferedAt: null, waited: null, outcome: 'open', offeredWait: null };
};
