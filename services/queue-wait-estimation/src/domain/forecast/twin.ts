import type { WaitEstimator } from './estimator.ts';
import { samplesOf } from './estimator.ts';
import type { Rules } from './events.ts';
import type { Floor } from './floor.ts';
import { futureOf, LONGEST } from './future.ts';
import { randomOf } from './random.ts';
import { type Learnt, situationOf } from './situation.ts';

/**
 * A digital twin: the floor as it is to be seen, run forward so many times with what was learnt. The same log, the same estimate; none
 * where nobody is on duty, or soon, and no earlier day says when someone comes.
 */
export const twin = (floor: Floor, rules: Rules, learnt: Learnt, futures: number): WaitEstimator => ({
  name: 'twin',
  estimate: (request) => {
    const situation = situationOf(request, floor, rules, learnt);
    const random = randomOf(request.id);
    const waits = Array.from({ length: futures }, () => futureOf(situation, learnt, random));
    const ending = waits.filter((wait) => wait < LONGEST);
    return ending.length < futures / 2 ? null : samplesOf(ending);
  },
});
