import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { ProgressMonitor } from './progress-monitor.ts';
import { PROGRESS_QUERY, type ProgressRow, progressRow } from './progress-rows.ts';
import type { Recovery } from './recovery.ts';

const EVERY_MS = 40;

/** Polls the task rows; the database may be unavailable meanwhile. Returns the function that stops it. */
export const startProgressPoller = (
  databaseUrl: string,
  monitor: ProgressMonitor,
  recovery: Recovery,
): (() => Promise<void>) => {
  let stopped = false;
  const poll = async (client: Client): Promise<void> => {
    while (!stopped) {
      const read = monitor.takeUnchecked();
      let rows: ProgressRow[];
      try {
        rows = (await client.query(PROGRESS_QUERY)).rows.map(progressRow);
      } catch (error) {
        monitor.putBack(read);
        throw error;
      }
      recovery.onProgress(monitor.onRows(rows, read), Date.now());
      await sleep(EVERY_MS);
    }
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      const client = new Client({
        connectionString: databaseUrl,
        application_name: 'chaos progress poller',
        connectionTimeoutMillis: 3_000,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await poll(client);
      } catch {
        await sleep(100);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  };
  const running = run();
  return async () => {
    stopped = true;
    await running;
  };
};
