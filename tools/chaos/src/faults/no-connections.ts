import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const LASTS_MS = 8_000;
const REFILL_MS = 50;

/** Takes every free connection of the server, closes those of the services, and takes these too, for eight seconds. */
export const exhaustConnections = async (databaseUrl: string): Promise<string | undefined> => {
  const taken: Client[] = [];
  const take = async (): Promise<boolean> => {
    const client = new Client({ connectionString: databaseUrl, application_name: 'chaos taker' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      taken.push(client);
      return true;
    } catch {
      await client.end().catch(() => undefined);
      return false;
    }
  };
  while (await take());
  const [first] = taken;
  const { rows } = (await first?.query(
    "SELECT count(pg_terminate_backend(pid)) AS closed FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name NOT LIKE 'chaos%'",
  )) ?? { rows: [] };
  for (const until = Date.now() + LASTS_MS; Date.now() < until; await sleep(REFILL_MS)) while (await take());
  await Promise.all(taken.map((client) => client.end().catch(() => undefined)));
  return Number(rows[0]?.closed ?? 0) > 0 ? undefined : 'no connection of a service was closed';
};
