import type { TeamsDocument } from '@warmline/contracts';
import type { Clock } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { Metrics } from '@warmline/telemetry';

const REFRESH_MS = 5_000;
/** Teams with a series of their own. */
const MAX_TEAMS = 200;
const OTHER = 'other';

const WAITING_BY_TEAM = `SELECT data #>> '{request,steps,0,team}' AS team, count(*) AS n, min((data #>> '{request,requestedAt}')::bigint) AS oldest
  FROM entity WHERE stage = 'pool' AND kind = 'handoffs' AND data ->> 'is' IN ('waiting', 'offered') GROUP BY 1`;

/** The teams that the published teams name, at most MAX_TEAMS: a team has a series only if an operator named it. */
const namedTeams = ({ routes, agents }: Pick<TeamsDocument, 'routes' | 'agents'>): readonly string[] =>
  [
    ...new Set([
      ...Object.values(routes).flatMap((steps) => steps.map(({ team }) => team)),
      ...agents.flatMap(({ teams }) => teams),
    ]),
  ].slice(0, MAX_TEAMS);

/** Reports the queue of each team from the states of all pools: how many hand-offs wait, and since when the oldest. */
export const queueMetrics = (
  database: Pick<Database, 'pool'>,
  currentTeams: () => Pick<TeamsDocument, 'routes' | 'agents'>,
  { queueHandoffs, queueOldestWait }: Pick<Metrics, 'queueHandoffs' | 'queueOldestWait'>,
  clock: Clock,
) => {
  let cancel: (() => void) | undefined;
  let stopped = false;
  let refreshing: Promise<void> | undefined;
  const report = async (): Promise<void> => {
    const { rows } = await database.pool.query<{ team: string | null; n: string; oldest: string }>(WAITING_BY_TEAM);
    const now = clock.now();
    const queues = new Map([...namedTeams(currentTeams()), OTHER].map((team) => [team, { n: 0, oldest: now }]));
    for (const { team, n, oldest } of rows) {
      const queue = queues.get(team ?? OTHER) ?? queues.get(OTHER);
      if (queue === undefined) continue;
      queue.n += Number(n);
      queue.oldest = Math.min(queue.oldest, Number(oldest));
    }
    queueHandoffs.reset();
    queueOldestWait.reset();
    for (const [team, { n, oldest }] of queues) {
      queueHandoffs.set({ team }, n);
      queueOldestWait.set({ team }, (now - oldest) / 1_000);
    }
  };
  const refresh = async (): Promise<void> => {
    // The database is unavailable: readiness reports it, and the last values stay.
    await report().catch(() => undefined);
    if (!stopped) cancel = clock.after(REFRESH_MS, () => (refreshing = refresh()));
  };
  return {
    start: async (): Promise<void> => {
      refreshing = refresh();
    },
    stop: async (): Promise<void> => {
      stopped = true;
      cancel?.();
      await refreshing;
    },
  };
};
