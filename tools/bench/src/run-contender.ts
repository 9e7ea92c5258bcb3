import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@warmline/contracts';
import { type RunningProcess, runProcess } from '@warmline/testing/processes';
import { startService } from '@warmline/testing/system';
import { cpuSecondsOf } from './process-usage.ts';
import type { OpenProgress } from './progress.ts';
import { type Sample, sampleProgress } from './steady-rate.ts';
import type { Testbed } from './testbed.ts';

/** A script of the benchmark with its argument, or the production build of a service. */
export type Program =
  | { readonly script: string; readonly args?: readonly string[] }
  | { readonly service: ServiceName };

export interface Contender {
  readonly name: string;
  readonly program: Program;
  /** Number of input events, and how their handling is measured. */
  readonly events: number;
  readonly openProgress: OpenProgress;
  /** Without brokers its log is the database. */
  readonly embedded?: boolean;
  /** Topics that must stay empty: a refused event is not work. */
  readonly deadLetters?: readonly string[];
}

/** Every sample of the run of a contender from start to end; a process of its own with a database of its own unless one is given. */
export const runContender = async (
  testbed: Testbed,
  contender: Contender,
  options: { readonly database?: string; readonly onSample?: (running: RunningProcess) => void } = {},
): Promise<Sample[]> => {
  const { name, program, events, openProgress, embedded = false } = contender;
  const database = options.database ?? (await testbed.postgres.createDatabase(name.replaceAll('-', '_')));
  const progress = await openProgress(testbed, database);
  const env = {
    KAFKA_BROKERS: embedded ? undefined : testbed.brokers,
    DATABASE_URL: database,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    PORT: '0',
  };
  const running =
    'service' in program
      ? startService(program.service, { name, dataDir: testbed.home, env })
      : runProcess({
          name,
          command: process.execPath,
          args: [fileURLToPath(new URL(program.script, import.meta.url)), ...(program.args ?? [])],
          env,
          logFile: join(testbed.home, `${name}.log`),
        });
  let hasExited = false;
  void running.exited.then(() => {
    hasExited = true;
  });
  try {
    const look = async () => {
      options.onSample?.(running);
      return { done: await progress.count(), cpuSeconds: cpuSecondsOf(running.pid) };
    };
    const samples = await sampleProgress(look, events, () => hasExited);
    const deadLettered = await testbed.countAppended(...(contender.deadLetters ?? []));
    if (deadLettered > 0) throw new Error(`refused ${deadLettered} of its events`);
    return samples;
  } catch (error) {
    throw new Error(
      `${name} ${error instanceof Error ? error.message : String(error)}: ${running.output().slice(-2_000)}`,
      { cause: error },
    );
  } finally {
    await running.stop();
    await progress.close();
  }
};
