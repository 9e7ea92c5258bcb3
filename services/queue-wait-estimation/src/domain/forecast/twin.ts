import { samplesOf, type WaitEstimator, type Waits } from './estimator.ts';
import type { Request, Rules } from './events.ts';
import type { Floor } from './floor.ts';
import { futureOf, LONGEST } from './future.ts';
import { type Random, randomOf } from './random.ts';
import { inOrder, type Learnt, type Place, type Scene, situationOf, subjectsOf } from './situation.ts';

/**
 * A digital twin: the floor as it is to be seen, run forward so many times with what was learnt. One set of futures serves all who are
 * watched; null for one whom half of them do not see taken within the horizon. The same scene and numbers, the same waits.
 */
export const waitsOf = (scene: Scene, learnt: Learnt, random: Random, futures: number): readonly (Waits | null)[] => {
  const situation = situationOf(scene, learnt);
  const runs = Array.from({ length: futures }, () => futureOf(situation, learnt, random));
  return Array.from({ length: scene.watched }, (_, i) => {
    const ending = runs.map((waits) => waits[i] ?? LONGEST).filter((wait) => wait < LONGEST);
    return ending.length < futures / 2 ? null : samplesOf(ending);
  });
};

/** With many watched the futures are fewer: the work of a set stays within that of 50 futures for 500. */
export const futuresFor = (watched: number): number => Math.max(20, Math.min(50, Math.round(25_000 / watched)));

/** At a request. None where nobody is on duty, or soon, and no earlier day says when someone comes. */
export const twin = (floor: Floor, rules: Rules, learnt: Learnt, futures: number): WaitEstimator => ({
  name: 'twin',
  estimate: (request) => {
    const subjects = subjectsOf(rules, [...learnt.arrivals.subjects(), request.subject]);
    const others = [...floor.waiting.values()].filter(({ id }) => id !== request.id);
    const place = placing(subjects, rules);
    const waiting = inOrder([...others.map((other) => place(other, -1)), { ...place(request, 0), probe: true }]);
    const scene = { now: request.t, subjects, agents: floor.agents.values(), waiting, watched: 1 };
    const random = randomOf(request.id);
    return waitsOf({ ...scene, credit: rules.credit_s, horizon: LONGEST }, learnt, random, futures)[0] ?? null;
  },
});

const placing = (subjects: Scene['subjects'], { credit_s }: Rules): ((request: Request, watch: number) => Place) => {
  const indexOf = new Map(subjects.map(({ name }, i) => [name, i]));
  return ({ t, subject, priority }, watch) => ({
    key: t - credit_s * priority,
    subject: indexOf.get(subject) ?? 0,
    t,
    since: t,
    watch,
    probe: false,
  });
};

export interface Everyone {
  readonly waiting: ReadonlyMap<string, Waits | null>;
  /** Of one who would join now, without priority, by subject. */
  readonly joining: ReadonlyMap<string, Waits | null>;
}

/** Everyone who waits, and one who would join now of each subject, from the same futures. `horizon` in seconds. */
export const everyone = (
  { floor, rules, learnt }: { readonly floor: Floor; readonly rules: Rules; readonly learnt: Learnt },
  now: number,
  { futures, horizon, seed }: { readonly futures: number; readonly horizon: number; readonly seed: string },
): Everyone => {
  const people = [...floor.waiting.values()];
  const subjects = subjectsOf(rules, learnt.arrivals.subjects());
  const place = placing(subjects, rules);
  const probes = subjects.map((_, i) => ({
    key: now,
    subject: i,
    t: now,
    since: now,
    watch: people.length + i,
    probe: true,
  }));
  const waiting = inOrder([...people.map(place), ...probes]);
  const scene = { now, subjects, agents: floor.agents.values(), waiting, watched: waiting.length };
  const waits = waitsOf({ ...scene, credit: rules.credit_s, horizon }, learnt, randomOf(seed), futures);
  return {
    waiting: new Map(people.map(({ id }, i) => [id, waits[i] ?? null])),
    joining: new Map(subjects.map(({ name }, i) => [name, waits[people.length + i] ?? null])),
  };
};
