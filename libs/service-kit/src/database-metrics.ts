import type { TopicDefinition } from '@warmline/contracts';
import { type Clock, findOpenDeadLetters } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { Metrics } from '@warmline/telemetry';

const REFRESH_MS = 5_000;

/**
 * Reports what waits in the database of a service: open dead letters and rows of the outbox, each with the age of the oldest. A row of
 * the outbox has no time: its age counts from when it was first seen here.
 */
export const databaseMetrics = (
  database: Database,
  topics: readonly TopicDefinition[],
  metrics: Pick<Metrics, 'openDeadLetters' | 'oldestDeadLetter' | 'outboxRows' | 'oldestOutboxRow'>,
  clock: Clock,
) => {
  let cancel: (() => void) | undefined;
  let stopped = false;
  let refreshing: Promise<void> | undefined;
  let firstSeen = new Map<string, number>();
  const refreshOutbox = async (): Promise<void> => {
    const { rows } = await database.pool.query<{ task: number; first: string; n: string }>(
      'SELECT task, min(first_seq) AS first, count(*) AS n FROM outbox GROUP BY task',
    );
    const now = clock.now();
    const waiting = rows.map(({ task, first, n }) => ({ id: `${task}/${first}`, n: Number(n) }));
    firstSeen = new Map(waiting.map(({ id }) => [id, firstSeen.get(id) ?? now]));
    metrics.outboxRows.set(waiting.reduce((sum, { n }) => sum + n, 0));
    metrics.oldestOutboxRow.set((now - Math.min(now, ...firstSeen.values())) / 1_000);
  };
  const refresh = async (): Promise<void> => {
    try {
      const open = new Map((await findOpenDeadLetters(database)).map((found) => [found.topic, found]));
      for (const { name: topic } of topics) {
        const { count = 0, oldestSeconds = 0 } = open.get(topic) ?? {};
        metrics.openDeadLetters.set({ topic }, count);
        metrics.oldestDeadLetter.set({ topic }, oldestSeconds);
      }
      await refreshOutbox();
    } catch {
      // The database is unavailable: readiness reports it, and the last values stay.
    }
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
