import { answerTime } from './draws.ts';
import { roomOf, type Seat } from './floor.ts';
import { millisecond, type Request } from './lines.ts';
import type { Scenario } from './scenario.ts';

/** Two instants no further apart are one, seconds. */
const TIE = 1e-6;

export interface Ghosts {
  readonly enter: (request: Request) => void;
  /** Somebody was asked at `t` for another. */
  readonly asked: (seat: Seat, other: Request, t: number) => void;
  /** Whoever is free now could have been theirs. */
  readonly look: (t: number) => void;
  readonly left: () => number;
}

/**
 * What those who gave up would have waited, exactly: each stays as a ghost that takes no slot, until an agent who may serve him is
 * free, or is asked for someone whom he was before. Of each alone: the others leave and are served as they were.
 */
export const ghostsAmong = (seats: readonly Seat[], scenario: Scenario): Ghosts => {
  const { subjects, credit_s } = scenario;
  let all: Request[] = [];
  const credited = ({ t, level }: Request): number => t - credit_s * level;
  /** A team opens after its delay, and the first that has somebody on duty at once. */
  const mayServe = (seat: Seat, ghost: Request, t: number): boolean => {
    const { groups = [], fallback_after_s: delays = [] } = subjects[ghost.subject] ?? {};
    const staffed = groups.findIndex((team) =>
      seats.some(({ status, member }) => status === 'online' && member.teams.includes(team)),
    );
    const open = (i: number): boolean => i === staffed || (i > staffed && t - ghost.t >= (delays[i] ?? 0) - TIE);
    return staffed >= 0 && groups.some((team, i) => seat.member.teams.includes(team) && open(i));
  };
  const find = (is: (ghost: Request) => boolean, t: number): void => {
    all = all.filter((ghost) => {
      const found = is(ghost);
      if (found) ghost.offered = millisecond(t - ghost.t + answerTime(scenario, ghost));
      return !found;
    });
  };
  return {
    enter: (request) => void all.push(request),
    asked: (seat, other, t) => find((ghost) => credited(ghost) < credited(other) && mayServe(seat, ghost, t), t),
    look: (t) => {
      if (all.length === 0) return;
      const free = seats.filter((seat) => roomOf(seat) > 0);
      if (free.length > 0) find((ghost) => free.some((seat) => mayServe(seat, ghost, t)), t);
    },
    left: () => all.length,
  };
};
