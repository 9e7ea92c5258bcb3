import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@warmline/testing/system';
import { startCluster } from '../cluster.ts';
import type { Instance } from '../instance.ts';
import { percentile } from '../report.ts';
import { type Probe, startProbes } from './probes.ts';

export interface RollFigures {
  /** The service that is rolled; `none` before the first. */
  readonly service: string;
  readonly seconds: number;
  readonly probes: number;
  /** From the message of the customer to the hand-off in the queue, milliseconds. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  /** Hand-offs that never reached the queue. */
  readonly lost: number;
}

const WARM_UP_MS = 15_000;
const BASELINE_MS = 45_000;
/** After a roll, before the next one. */
const QUIET_MS = 5_000;

const figuresOf = (service: string, probes: readonly Probe[], from: number, until: number): RollFigures => {
  const own = probes.filter(({ sentAt }) => sentAt >= from && sentAt < until);
  const delays = own.flatMap(({ sentAt, queuedAt }) => (queuedAt === undefined ? [] : [queuedAt - sentAt]));
  return {
    service,
    seconds: Math.round((until - from) / 1_000),
    probes: own.length,
    p50: percentile(delays, 0.5),
    p95: percentile(delays, 0.95),
    max: percentile(delays, 1),
    lost: own.length - delays.length,
  };
};

/** One replica after the other, each gone before its successor starts and the next one gone only once it is ready. */
const roll = async (replicas: readonly Instance[]): Promise<void> => {
  for (const replica of replicas) {
    await replica.process.stop();
    replica.start();
    await replica.ready();
  }
};

/** Rolls every service in turn under steady traffic; the caller owns the data folder. */
export const measureRolls = async (options: {
  readonly dataDir: string;
  readonly perSecond: number;
  readonly onPhase: (line: string) => void;
}): Promise<{ readonly rows: readonly RollFigures[]; readonly refused: number }> => {
  const { dataDir, perSecond, onPhase } = options;
  const cluster = await startCluster(dataDir, onPhase);
  try {
    const gateways = cluster.replicasOf('gateway').map(({ url }) => url);
    const traffic = await startProbes(gateways, cluster.log, perSecond);
    await sleep(WARM_UP_MS);
    const phases: { service: string; from: number; until: number }[] = [];
    const phase = async (service: string, work: () => Promise<unknown>): Promise<void> => {
      onPhase(service === 'none' ? 'baseline' : `rolling ${service}`);
      const from = Date.now();
      await work();
      phases.push({ service, from, until: Date.now() });
    };
    await phase('none', () => sleep(BASELINE_MS));
    for (const service of serviceNames) {
      await phase(service, () => roll(cluster.replicasOf(service)));
      await sleep(QUIET_MS);
    }
    const refused = await traffic.stop();
    return {
      rows: phases.map(({ service, from, until }) => figuresOf(service, traffic.probes, from, until)),
      refused,
    };
  } finally {
    await cluster.stop();
  }
};
