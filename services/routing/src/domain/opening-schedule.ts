import { type Instant, ownValue } from '@warmline/contracts';
import { type Hours, isOpenAt, nextChange, nextOpening } from './hours.ts';

/** The opening hours of all teams. A team without hours is always open. */
export interface OpeningSchedule {
  /** The names of closed teams, sorted. The same array until a team opens or closes. */
  readonly closedTeamsAt: (now: Instant) => readonly string[];
  /** The next instant at which any team opens or closes. */
  readonly nextChangeAfter: (now: Instant) => Instant | null;
  /** The team among these that is open first, from `now` on; null if none opens within 400 days. */
  readonly nextToOpen: (teams: readonly string[], now: Instant) => TeamOpening | null;
}

export interface TeamOpening {
  readonly team: string;
  readonly opensAt: Instant;
}

interface Interval {
  readonly from: Instant;
  readonly until: Instant;
  readonly closedTeams: readonly string[];
}

/** Caches the interval between two changes: inside it an answer costs one comparison. The cache is rebuilt on load, never persisted. */
export const createOpeningSchedule = (hours: Readonly<Record<string, Hours>>): OpeningSchedule => {
  const teams = Object.entries(hours).sort(([a], [b]) => (a < b ? -1 : 1));
  const lists = new Map<string, readonly string[]>();
  let cached: Interval = { from: 0, until: 0, closedTeams: [] };

  const intervalAt = (now: Instant): Interval => {
    if (now >= cached.from && now < cached.until) return cached;
    const names = teams.filter(([, each]) => !isOpenAt(each, now)).map(([team]) => team);
    const key = names.join('\n');
    const closed = lists.get(key) ?? names;
    lists.set(key, closed);
    const changes = teams.flatMap(([, each]) => nextChange(each, now) ?? []);
    cached = { from: now, until: Math.min(...changes, Infinity), closedTeams: closed };
    return cached;
  };

  return {
    closedTeamsAt: (now) => intervalAt(now).closedTeams,
    nextChangeAfter: (now) => {
      const { until } = intervalAt(now);
      return Number.isFinite(until) ? until : null;
    },
    nextToOpen: (names, now) => {
      const all = names.flatMap((team): TeamOpening[] => {
        const of = ownValue(hours, team);
        const opensAt = of === undefined ? now : nextOpening(of, now);
        return opensAt === null ? [] : [{ team, opensAt }];
      });
      return all.reduce<TeamOpening | null>(
        (best, each) => (best !== null && best.opensAt <= each.opensAt ? best : each),
        null,
      );
    },
  };
};
