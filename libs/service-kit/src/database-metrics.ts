import type { TopicDefinition } from '@warmline/contracts';
import { type Clock, deleteExpiredDeadLetters, findOpenDeadLetters } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { Metrics } from '@warmline/telemetry';

const REFRESH_MS = 5_000;
const PURGE_MS = 3_600_000;

/** Reports the number of open dead letters of a service and the age of the oldest, from its database. Also deletes expired ones, once an hour. */
export const deadLetterMetrics = (
  database: Database,
  topics: readonly TopicDefinition[],
  metrics: Pick<Metrics, 'openDeadLetters' | 'oldestDeadLetter'>,
  clock: Clock,
) => {
  let cancel: (() => void) | undefined;
  let stopped = false;
  let refreshing: Promise<void> | undefined;
  let lastPurge = 0;
  const refresh = async (): Promise<void> => {
    try {
      if (clock.now() - lastPurge >= PURGE_MS) {
        await deleteExpiredDeadLetters(database);
        lastPurge = clock.now();
      }
      const open = new Map((await findOpenDeadLetters(database)).map((found) => [found.topic, found]));
      for (const { name: topic } of topics) {
        const { count = 0, oldestSeconds = 0 } = open.get(topic) ?? {};
        metrics.openDeadLetters.set({ topic }, count);
        metrics.oldestDeadLetter.set({ topic }, oldestSeconds);
      }
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
