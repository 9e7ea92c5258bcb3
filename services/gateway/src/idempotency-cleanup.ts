import type { Queries } from './persistence/queries.ts';

const IDEMPOTENCY_RETENTION_MS = 7 * 24 * 3_600_000;
const CLEANUP_INTERVAL_MS = 3_600_000;

/**
 * Deletes stored answers once an hour when they are older than 7 days: a retry that late is a new command. A failed run is made up
 * by the next one.
 */
export const idempotencyCleanup = (queries: Pick<Queries, 'deleteAnswersBefore'>, now: () => number) => {
  let timer: NodeJS.Timeout | undefined;
  const deleteExpiredAnswers = (): void =>
    void queries.deleteAnswersBefore(now() - IDEMPOTENCY_RETENTION_MS).catch(() => undefined);
  return {
    start: async (): Promise<void> => {
      timer = setInterval(deleteExpiredAnswers, CLEANUP_INTERVAL_MS).unref();
    },
    stop: async (): Promise<void> => clearInterval(timer),
  };
};
