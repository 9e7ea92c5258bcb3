import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DynamicModule } from '@nestjs/common';
import * as escalationDetection from '@warmline/escalation-detection';
import * as gateway from '@warmline/gateway';
import { declaredTopics } from '@warmline/messaging';
import * as outcomeFeedback from '@warmline/outcome-feedback';
import { startEmbeddedPostgres } from '@warmline/persistence';
import * as queueWaitEstimation from '@warmline/queue-wait-estimation';
import * as routing from '@warmline/routing';
import * as sentiment from '@warmline/sentiment';
import {
  commonSettings,
  createPlatform,
  type Platform,
  readSettings,
  serve,
  stopOnSignal,
} from '@warmline/service-kit';
import { startTracing } from '@warmline/telemetry';
import { z } from 'zod';

/** The root of the repository, where `npm start` runs. */
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const settings = commonSettings.partial({ DATABASE_URL: true }).extend({
  HOST: z.string().default('127.0.0.1'),
  /** Folder of the state and the logs. */
  WARMLINE_DATA: z.string().default(join(ROOT, '.warmline')),
  /** Stop when standard input ends: whoever started this process is gone. */
  WARMLINE_STOP_ON_STDIN_END: z.stringbool().default(false),
});

/** All services in one process: on an embedded Postgres and an embedded log unless the environment names real ones. */
export const up = async (print: (line: string) => void): Promise<void> => {
  const given = readSettings('up', settings, process.env, (s) => s);
  const data = resolve(given.WARMLINE_DATA);
  mkdirSync(join(data, 'logs'), { recursive: true });
  const postgres =
    given.DATABASE_URL === undefined ? await startEmbeddedPostgres({ dataDir: join(data, 'postgres') }) : undefined;
  const env: NodeJS.ProcessEnv = {
    ...withDefaultFiles({ CONSOLE_DIR: join(ROOT, 'services/console/dist'), ...process.env }),
    HOST: given.HOST,
    DATABASE_URL: given.DATABASE_URL ?? postgres?.url,
    LOG_FILE: given.LOG_FILE ?? join(data, 'logs/warmline.log'),
  };
  try {
    const common = readSettings('up', commonSettings, env, (s) => s);
    const stopTracing = await startTracing({ service: 'warmline', endpoint: common.OTEL_EXPORTER_OTLP_ENDPOINT });
    const platform = createPlatform(common, 'warmline', (error) => {
      platform.logger.fatal({ err: error }, 'cannot go on');
      process.stderr.write(`warmline cannot go on: ${error.message}; see ${common.LOG_FILE}\n`);
      process.exitCode = 1;
      process.kill(process.pid, 'SIGTERM');
    });
    if (platform.transport.kind === 'embedded') await platform.transport.applyTopics(declaredTopics());
    const { port, stop } = await serve(platform, serviceModules(platform, env), async () => {
      await stopTracing();
      await postgres?.stop();
    });
    stopOnSignal(stop);
    if (given.WARMLINE_STOP_ON_STDIN_END) process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
    await whenReady(platform.services);
    print(`http://${common.HOST === '0.0.0.0' ? 'localhost' : common.HOST}:${port}`);
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
};

/** The environment with the default policy and teams where it names none. */
export const withDefaultFiles = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  POLICY_FILE: join(ROOT, 'deploy/defaults/policy.yaml'),
  TEAMS_FILE: join(ROOT, 'deploy/defaults/teams.yaml'),
  ...env,
});

/** The six services, configured by one environment. */
export const serviceModules = (platform: Platform, env: NodeJS.ProcessEnv): DynamicModule[] => [
  gateway.AppModule.on(platform, gateway.readConfig(env)),
  sentiment.AppModule.on(platform, sentiment.readConfig(env)),
  escalationDetection.AppModule.on(platform, escalationDetection.readConfig(env)),
  routing.AppModule.on(platform, routing.readConfig(env)),
  queueWaitEstimation.AppModule.on(platform, queueWaitEstimation.readConfig(env)),
  outcomeFeedback.AppModule.on(platform, outcomeFeedback.readConfig(env)),
];

/** Resolves when every service has its database and its partitions. */
export const whenReady = async (services: readonly { readonly health: { ready(): boolean } }[]): Promise<void> => {
  while (!services.every((s) => s.health.ready())) await new Promise((resolve) => setTimeout(resolve, 20));
};
