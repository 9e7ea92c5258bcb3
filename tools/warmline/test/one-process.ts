import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { commonSettings, createPlatform, readSettings, serve } from '@warmline/service-kit';
import { testDatabase } from '@warmline/testing/postgres';
import { serviceModules, whenReady } from '../src/up.ts';

export interface OneProcess {
  readonly url: string;
  readonly healthUrl: string;
  readonly transport: Transport;
  readonly stop: () => Promise<void>;
}

/** Everything `warmline up` runs, in the process of the test, on its own database; on the embedded log unless a broker is named. */
export const oneProcess = async (
  brokers?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<OneProcess> => {
  const folder = mkdtempSync(join(tmpdir(), 'warmline-cli-'));
  const env = {
    DATABASE_URL: await testDatabase(),
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    LOG_FILE: join(folder, 'log'),
    ...(brokers === undefined ? {} : { KAFKA_BROKERS: brokers }),
    ...more,
  };
  const settings = readSettings('test', commonSettings, env, (s) => s);
  const platform = createPlatform(settings, 'warmline', (error) =>
    platform.logger.fatal({ err: error }, 'cannot go on'),
  );
  await platform.transport.applyTopics(declaredTopics());
  const removed = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
  const { port, healthPort, stop } = await serve(platform, serviceModules(platform, env), removed);
  await whenReady(platform.services);
  const [url, healthUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${healthPort}`];
  return { url, healthUrl, transport: platform.transport, stop };
};
