import { DAY, exponential, randomOf, weighted } from '@warmline/queue-wait-estimation/forecast';
import type { Request } from './lines.ts';
import type { Scenario } from './scenario.ts';

/** The instants at which somebody comes with this topic, seconds. Thinning (Lewis and Shedler, 1979): of arrivals at the highest rate, the share that comes at this hour of this day. */
export function* arrivalsOf(scenario: Scenario, name: string, seed: number, until: number): Generator<number> {
  const topic = scenario.topics[name];
  if (topic === undefined) return;
  const { rate_per_hour: rates, weekday_factor: factors } = topic;
  const most = Math.max(...rates) * Math.max(...factors);
  if (most === 0) return;
  const random = randomOf(`${seed}/arrivals/${name}`);
  const step = (): number => (3600 / most) * exponential(random);
  for (let t = step(); t < until; t += step()) {
    const rate = (rates[Math.floor((t % DAY) / 3600)] ?? 0) * (factors[Math.floor(t / DAY) % 7] ?? 0);
    if (random() * most < rate) yield t;
  }
}

/** The n-th of its topic. What concerns it is drawn from numbers of its own, so that what else changes in a scenario leaves it as it is. */
export const requestOf = (
  scenario: Scenario,
  topic: string,
  n: number,
  id: string,
  t: number,
  seed: number,
): Request => {
  const random = randomOf(`${seed}/${topic}/${n}`);
  const levels = scenario.priority_probs[topic] ?? [1];
  const total = levels.reduce((a, b) => a + b, 0);
  const level = weighted(levels, total, random);
  return { id, topic, t, level, random, asked: null, waited: null, outcome: 'open', offered: null };
};
