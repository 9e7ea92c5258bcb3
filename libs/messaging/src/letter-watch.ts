import type { TopicDefinition } from '@warmline/contracts';
import type { Database } from '@warmline/persistence';
import type { Metrics } from '@warmline/telemetry';
import type { Clock } from './clock.ts';
import { findOpenLetters, forgetLostLetters } from './open-letters.ts';

const LOOK_MS = 5_000;
const FORGET_MS = 3_600_000;

/** Shows how many dead letters of a service are open and how old the oldest is, as its database knows it. */
export const letterWatch = (
  database: Database,
  topics: readonly TopicDefinition[],
  metrics: Pick<Metrics, 'openDeadLetters' | 'oldestDeadLetter'>,
  clock: Clock,
) => {
  let cancel: (() => void) | undefined;
  let stopped = false;
  let looking: Promise<void> | undefined;
  let forgot = 0;
  const look = async (): Promise<void> => {
    try {
      if (clock.now() - forgot >= FORGET_MS) {
        await forgetLostLetters(database);
        forgot = clock.now();
      }
      const open = new Map((await findOpenLetters(database)).map((found) => [found.topic, found]));
      for (const { name: topic } of topics) {
        const { count = 0, oldestSeconds = 0 } = open.get(topic) ?? {};
        metrics.openDeadLetters.set({ topic }, count);
        metrics.oldestDeadLetter.set({ topic }, oldestSeconds);
      }
    } catch {
      // The database is away: readiness says so, and what was last known stays.
    }
    if (!stopped) cancel = clock.after(LOOK_MS, () => (looking = look()));
  };
  return {
    start: async (): Promise<void> => {
      looking = look();
    },
    stop: async (): Promise<void> => {
      stopped = true;
      cancel?.();
      await looking;
    },
  };
};
