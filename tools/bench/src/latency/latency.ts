import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@warmline/contracts';
import { serviceNames } from '@warmline/testing/system';
import { bareHop } from './bare-hop.ts';
import { costsBetween, type ProcessCost } from './costs.ts';
import { type Environment, openEnvironment } from './environment.ts';
import { type LoadReport, runLoad } from './load-run.ts';
import type { Percentiles } from './percentiles.ts';
import { takeSnapshot } from './snapshot.ts';
import { measureStartUp, type StartUp } from './start-up.ts';
import { type Statement, topStatements } from './statements.ts';

export interface LatencyOptions {
  /** Messages a second, and how long each rate is measured after its warm-up. */
  readonly rates: readonly { readonly perSecond: number; readonly seconds: number }[];
  readonly warmUpSeconds: number;
  readonly hopSeconds: number;
  /** 0 skips the idle measurement. */
  readonly idleSeconds: number;
  readonly startUp: boolean;
  /** Services that write a processor profile when they end, and its folder. */
  readonly profile?: { readonly services: readonly ServiceName[]; readonly folder: string };
  /** Postgres counts its statements (pg_stat_statements). */
  readonly statements: boolean;
}

export interface LatencyReport {
  readonly hop: Percentiles | null;
  readonly idle: readonly ProcessCost[];
  readonly loads: readonly LoadReport[];
  readonly startUp: StartUp | null;
  readonly statements: readonly Statement[];
}

/** Default: 200/s for a minute, 1,000/s for ten minutes. */
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
const IDLE_PRELUDE = { perSecond: 50, warmUpSeconds: 0, seconds: 10 };
/** Group joins, the first garbage collection and the last commits of the traffic must be over before idleness is measured. */
const SETTLE_MS = 10_000;

/**
 * Measures a bare hop, start-up, idleness and end-to-end latency, one after the other, on one broker and one durable database that
 * this starts and removes; each service is a process of its own.
 */
export const measureLatency = async (
  print: (line: string) => void,
  overrides: Partial<LatencyOptions> = {},
): Promise<LatencyReport> => {
  const options: LatencyOptions = { ...DEFAULTS, ...overrides };
  const environment = await openEnvironment({ statements: options.statements });
  try {
    const hop =
      options.hopSeconds === 0
        ? null
        : await bareHop(environment.brokers, HOP_PER_SECOND, HOP_WARM_UP_SECONDS, options.hopSeconds);
    if (hop !== null) print(`one bare hop: ${hop.p50.toFixed(2)} ms`);
    const startUp = options.startUp ? await measureStartUp(environment, print) : null;
    for (const service of serviceNames) await environment.start(service, profilingEnv(service, options));
    const idle = options.idleSeconds === 0 ? [] : await idleCosts(environment, options.idleSeconds, print);
    const loads: LoadReport[] = [];
    for (const { perSecond, seconds } of options.rates)
      loads.push(await runLoad(environment, { perSecond, seconds, warmUpSeconds: options.warmUpSeconds }, print));
    const statements = options.statements ? await topStatements(environment.database) : [];
    return { hop, idle, loads, startUp, statements };
  } finally {
    await environment.stop();
  }
};

const profilingEnv = (service: ServiceName, { profile }: LatencyOptions): Record<string, string> =>
  profile?.services.includes(service)
    ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile.folder} --cpu-prof-name=${service}.cpuprofile` }
    : {};

/** Idleness is measured after a little traffic, because a service that was never used idles differently. */
const idleCosts = async (
  environment: Environment,
  seconds: number,
  print: (line: string) => void,
): Promise<readonly ProcessCost[]> => {
  await runLoad(environment, IDLE_PRELUDE, () => {});
  await sleep(SETTLE_MS);
  const before = await takeSnapshot(environment);
  await sleep(seconds * 1_000);
  const { processes } = costsBetween(before, await takeSnapshot(environment), 1_000);
  print(`idle: ${processes.map(({ name, corePercent }) => `${name} ${corePercent.toFixed(2)} %`).join(', ')}`);
  return processes;
};
