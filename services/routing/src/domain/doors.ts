import type { Instant } from '@warmline/contracts';
import { type Hours, nextChange, nextOpening, openAt } from './hours.ts';

/** Which teams are closed when. A team without hours is always open. */
export interface Doors {
  /** In order of their names, and the same list as long as none opens or closes. */
  readonly closedAt: (now: Instant) => readonly string[];
  /** The next instant at which any team opens or closes. */
  readonly changeAfter: (now: Instant) => Instant | null;
  /** Of these teams, the one that opens next, and when; null when none does within 400 days. */
  readonly firstToOpen: (teams: readonly string[], now: Instant) => Opens | null;
}

export interface Opens {
  readonly team: string;
  readonly opensAt: Instant;
}

interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
  readonly closed: readonly string[];
}

/** Between two changes an answer costs a comparison. A memo of the last stretch and no state. */
export const doorsOf = (hours: Readonly<Record<string, Hours>>): Doors => {
  const teams = Object.entries(hours).sort(([a], [b]) => (a < b ? -1 : 1));
  const lists = new Map<string, readonly string[]>();
  let last: Stretch = { from: 0, until: 0, closed: [] };

  const stretchAt = (now: Instant): Stretch => {
    if (now >= last.from && now < last.until) return last;
    const names = teams.filter(([, each]) => !openAt(each, now)).map(([team]) => team);
    const key = names.join('\n');
    const closed = lists.get(key) ?? names;
    lists.set(key, closed);
    const changes = teams.flatMap(([, each]) => nextChange(each, now) ?? []);
    last = { from: now, until: Math.min(...changes, Infinity), closed };
    return last;
  };

  return {
    closedAt: (now) => stretchAt(now).closed,
    changeAfter: (now) => {
      const { until } = stretchAt(now);
      return Number.isFinite(until) ? until : null;
    },
    firstToOpen: (names, now) => {
      const all = names.flatMap((team): Opens[] => {
        const of = hours[team];
        const opensAt = of === undefined ? now : nextOpening(of, now);
        return opensAt === null ? [] : [{ team, opensAt }];
      });
      return all.reduce<Opens | null>(
        (best, each) => (best !== null && best.opensAt <= each.opensAt ? best : each),
        null,
      );
    },
  };
};
