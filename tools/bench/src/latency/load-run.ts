import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Backlog, watchBacklog } from './backlog.ts';
import { type Costs, costsOf } from './costs.ts';
import { sized } from './sizing.ts';
import { slopeOf } from './slope.ts';
import { type Snapshot, snapshot } from './snapshot.ts';
import type { Stand } from './stand.ts';
import type { TrafficEvent, TrafficOptions, TrafficReport } from './traffic.ts';

export interface LoadOptions {
  readonly perSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadReport extends LoadOptions {
  readonly traffic: TrafficReport;
  readonly costs: Costs;
  readonly backlog: readonly Backlog[];
  /** Events a second by which what waits grew; about 0 while the system keeps up. */
  readonly backlogSlope: number;
}

const SAMPLE_MS = 10_000;
/** Traffic at one rate, by a generator in a process of its own; what it costs is taken over the measured part alone. */
export const underLoad = async (
  stand: Stand,
  options: LoadOptions,
  say: (line: string) => void,
): Promise<LoadReport> => {
  const asked: TrafficOptions = {
    ...options,
    ...sized(options.perSecond),
    url: stand.url('gateway'),
    brokers: stand.brokers,
    database: stand.database,
  };
  const generator = fork(fileURLToPath(new URL('generator.js', import.meta.url)), [JSON.stringify(asked)], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const others = { generator: generator.pid ?? 0 };
  let before: Promise<Snapshot> | undefined;
  let after: Promise<Snapshot> | undefined;
  let watching: Promise<() => Promise<readonly Backlog[]>> | undefined;
  try {
    const report = await new Promise<TrafficReport>((resolve, reject) => {
      generator.once('error', reject);
      generator.once('exit', (code) => reject(new Error(`the generator ended with ${code}`)));
      generator.on('message', (event: TrafficEvent) => {
        switch (event.is) {
          case 'ready':
            return say(
              `${asked.conversations} conversations and ${asked.pools * asked.agentsPerPool} agents are there`,
            );
          case 'measured':
            before = snapshot(stand, others);
            watching = watchBacklog(stand.database, stand.log, SAMPLE_MS, ({ at, lag, outbox }) =>
              say(`${options.perSecond}/s, ${Math.round(at)} s: ${lag} events and ${outbox} outbox rows wait`),
            );
            return;
          case 'over':
            after = snapshot(stand, others);
            return;
          case 'done':
            resolve(event);
        }
      });
    });
    const backlog = (await (await watching)?.()) ?? [];
    const [first, last] = await Promise.all([before, after]);
    if (first === undefined || last === undefined) throw new Error('the generator measured nothing');
    return {
      ...options,
      traffic: report,
      costs: costsOf(first, last, report.messages),
      backlog,
      backlogSlope: slopeOf(backlog.filter(({ at }) => at <= options.seconds)),
    };
  } finally {
    generator.kill();
    await Promise.allSettled([before, after, watching]);
  }
};
