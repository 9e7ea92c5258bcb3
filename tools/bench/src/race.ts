import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@warmline/contracts';
import { type RunningProcess, runProcess } from '@warmline/testing/processes';
import { startService } from '@warmline/testing/system';
import type { Watch } from './progress.ts';
import { type Sample, sampled } from './steady.ts';
import type { Track } from './track.ts';

/** A script of the benchmark with its argument, or a service as it is shipped. */
export type Program =
  | { readonly script: string; readonly args?: readonly string[] }
  | { readonly service: ServiceName };

export interface Contender {
  readonly name: string;
  readonly program: Program;
  /** Input events, and where their handling shows. */
  readonly events: number;
  readonly watch: Watch;
  /** Where its log is the database, brokers are not named. */
  readonly embedded?: boolean;
  /** Topics that stay empty: what a contender refuses is not work it did. */
  readonly deadLetters?: readonly string[];
}

/** Every sample of a contender's run from start to end, each a process of its own with a database of its own unless one is given. */
export const race = async (
  track: Track,
  contender: Contender,
  options: { readonly database?: string; readonly seen?: (running: RunningProcess) => void } = {},
): Promise<Sample[]> => {
  const { name, program, events, watch, embedded = false } = contender;
  const database = options.database ?? (await track.postgres.createDatabase(name.replaceAll('-', '_')));
  const progress = await watch(track, database);
  const env = {
    KAFKA_BROKERS: embedded ? undefined : track.brokers,
    DATABASE_URL: database,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    PORT: '0',
  };
  const running =
    'service' in program
      ? startService(program.service, { name, dataDir: track.home, env })
      : runProcess({
          name,
          command: process.execPath,
          args: [fileURLToPath(new URL(program.script, import.meta.url)), ...(program.args ?? [])],
          env,
          logFile: join(track.home, `${name}.log`),
        });
  let gone = false;
  void running.exited.then(() => {
    gone = true;
  });
  try {
    const count = async () => {
      options.seen?.(running);
      return progress.count();
    };
    const samples = await sampled(count, events, () => gone);
    const refused = await track.appended(...(contender.deadLetters ?? []));
    if (refused > 0) throw new Error(`refused ${refused} of its events`);
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
