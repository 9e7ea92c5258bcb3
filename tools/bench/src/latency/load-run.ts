import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BacklogSample, watchBacklog } from './backlog.ts';
import { backlogSlope } from './backlog-slope.ts';
import { costsBetween, type LoadCosts } from './costs.ts';
import type { Environment } from './environment.ts';
import { sizeFor } from './sizing.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import type { TrafficEvent, TrafficOptions, TrafficReport } from './traffic.ts';

export interface LoadOptions {
  readonly perSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadReport extends LoadOptions {
  readonly traffic: TrafficReport;
  readonly costs: LoadCosts;
  readonly backlog: readonly BacklogSample[];
  /** Growth of the backlog, events a second; about 0 while the system keeps up. */
  readonly backlogSlope: number;
}

const SAMPLE_MS = 10_000;
/** Traffic at one rate, by a generator in a process of its own; costs are taken over the measured part alone. */
export const runLoad = async (
  environment: Environment,
  options: LoadOptions,
  print: (line: string) => void,
): Promise<LoadReport> => {
  const trafficOptions: TrafficOptions = {
    ...options,
    ...sizeFor(options.perSecond),
    url: environment.url('gateway'),
    brokers: environment.brokers,
    database: environment.database,
  };
  const generator = fork(fileURLToPath(new URL('generator.js', import.meta.url)), [JSON.stringify(trafficOptions)], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const others = { generator: generator.pid ?? 0 };
  let before: Promise<Snapshot> | undefined;
  let after: Promise<Snapshot> | undefined;
  let backlogWatch: Promise<() => Promise<readonly BacklogSample[]>> | undefined;
  try {
    const report = await new Promise<TrafficReport>((resolve, reject) => {
      generator.once('error', reject);
      generator.once('exit', (code) => reject(new Error(`the generator ended with ${code}`)));
      generator.on('message', (event: TrafficEvent) => {
        switch (event.is) {
          case 'ready':
            return print(
              `${trafficOptions.conversations} conversations and ${trafficOptions.pools * trafficOptions.agentsPerPool} agents are there`,
            );
          case 'measuring':
            before = takeSnapshot(environment, others);
            backlogWatch = watchBacklog(environment.database, environment.log, SAMPLE_MS, ({ at, lag, outbox }) =>
              print(`${options.perSecond}/s, ${Math.round(at)} s: ${lag} events and ${outbox} outbox rows wait`),
            );
            return;
          case 'sent':
            after = takeSnapshot(environment, others);
            return;
          case 'done':
            resolve(event);
        }
      });
    });
    const backlog = (await (await backlogWatch)?.()) ?? [];
    const [first, last] = await Promise.all([before, after]);
    if (first === undefined || last === undefined) throw new Error('the generator measured nothing');
    return {
      ...options,
      traffic: report,
      costs: costsBetween(first, last, report.messages),
      backlog,
      backlogSlope: backlogSlope(backlog.filter(({ at }) => at <= options.seconds)),
    };
  } finally {
    generator.kill();
    await Promise.allSettled([before, after, backlogWatch]);
  }
};
