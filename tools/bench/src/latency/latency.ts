import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@warmline/contracts';
import { serviceNames } from '@warmline/testing/system';
import { bareHop } from './bare-hop.ts';
import { type Cost, costsOf } from './costs.ts';
import { type LoadReport, underLoad } from './load-run.ts';
import type { Percentiles } from './percentiles.ts';
import { snapshot } from './snapshot.ts';
import { openStand, type Stand } from './stand.ts';
import { type StartUp, startUpTimes } from './start-up.ts';
import { type Statement, topStatements } from './statements.ts';

export { latencyTable } from './report.ts';

export interface LatencyOptions {
  /** Messages a second, and how long each rate is measured after its warm-up. */
  readonly rates: readonly { readonly perSecond: number; readonly seconds: number }[];
  readonly warmUpSeconds: number;
  readonly hopSeconds: number;
  /** 0 leaves the idle measurement out. */
  readonly idleSeconds: number;
  readonly startUp: boolean;
  /** Services that write a processor profile when they end, and the folder it goes to. */
  readonly profile?: { readonly services: readonly ServiceName[]; readonly folder: string };
  /** Let Postgres count its statements (pg_stat_statements). */
  readonly statements: boolean;
}

export interface LatencyReport {
  readonly hop: Percentiles | null;
  readonly idle: readonly Cost[];
  readonly loads: readonly LoadReport[];
  readonly startUp: StartUp | null;
  readonly statements: readonly Statement[];
}

/** As asked for: 200/s for a minute, 1,000/s for ten. */
export const DEFAULTS: LatencyOptions = {
  rates: [
    { perSecond: 200, seconds: 60 },
    { perSecond: 1_000, seconds: 600 },
  ],
  warmUpSeconds: 20,
  hopSeconds: 30,
  idleSeconds: 60,
  startUp: true,
  statements: false,
};

const HOP_PER_SECOND = 200;
const HOP_WARM_UP_SECONDS = 10;
const LITTLE = { perSecond: 50, warmUpSeconds: 0, seconds: 10 };
/** Group joins, first garbage and the last commits of the traffic before are not idleness. */
const SETTLE_MS = 10_000;

/**
 * One bare hop, start-up, idleness and end-to-end latency, one after the other on one broker and one durable database that this starts
 * and removes, the services each a process of its own.
 */
export const latency = async (
  say: (line: string) => void,
  given: Partial<LatencyOptions> = {},
): Promise<LatencyReport> => {
  const options: LatencyOptions = { ...DEFAULTS, ...given };
  const stand = await openStand({ statements: options.statements });
  try {
    const hop =
      options.hopSeconds === 0
        ? null
        : await bareHop(stand.brokers, HOP_PER_SECOND, HOP_WARM_UP_SECONDS, options.hopSeconds);
    if (hop !== null) say(`one bare hop: ${hop.p50.toFixed(2)} ms`);
    const startUp = options.startUp ? await startUpTimes(stand, say) : null;
    for (const service of serviceNames) await stand.start(service, profiling(service, options));
    const idle = options.idleSeconds === 0 ? [] : await idleCosts(stand, options.idleSeconds, say);
    const loads: LoadReport[] = [];
    for (const { perSecond, seconds } of options.rates)
      loads.push(await underLoad(stand, { perSecond, seconds, warmUpSeconds: options.warmUpSeconds }, say));
    const statements = options.statements ? await topStatements(stand.database) : [];
    return { hop, idle, loads, startUp, statements };
  } finally {
    await stand.stop();
  }
};

const profiling = (service: ServiceName, { profile }: LatencyOptions): Record<string, string> =>
  profile?.services.includes(service)
    ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile.folder} --cpu-prof-name=${service}.cpuprofile` }
    : {};

/** After a little traffic: what was never used is idle in another way. */
const idleCosts = async (stand: Stand, seconds: number, say: (line: string) => void): Promise<readonly Cost[]> => {
  await underLoad(stand, LITTLE, () => {});
  await sleep(SETTLE_MS);
  const before = await snapshot(stand);
  await sleep(seconds * 1_000);
  const { processes } = costsOf(before, await snapshot(stand), 1_000);
  say(`idle: ${processes.map(({ name, corePercent }) => `${name} ${corePercent.toFixed(2)} %`).join(', ')}`);
  return processes;
};
