import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ROWS, type Row, rowOf } from './places.ts';
import type { Recovery } from './recovery.ts';
import type { Watch } from './watch.ts';

const EVERY_MS = 40;

/** Looks at the task rows all the time; the database may be away for a while. Resolves to the stop. */
export const startWitness = (databaseUrl: string, watch: Watch, recovery: Recovery): (() => Promise<void>) => {
  let stopped = false;
  const look = async (client: Client): Promise<void> => {
    while (!stopped) {
      const read = watch.begin();
      let rows: Row[];
      try {
        rows = (await client.query(ROWS)).rows.map(rowOf);
      } catch (error) {
        watch.again(read);
        throw error;
      }
      recovery.moved(watch.saw(rows, read), Date.now());
      await sleep(EVERY_MS);
    }
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      const client = new Client({
        connectionString: databaseUrl,
        application_name: 'chaos witness',
        connectionTimeoutMillis: 3_000,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await look(client);
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
