import { setTimeout as sleep } from 'node:timers/promises';
import { check, type Verdict } from './check/check.ts';
import { checkHandoffs } from './check/handoffs.ts';
import { readAsOutsider } from './check/reader.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { findMoment, findRest, findTables, findWaiting, type Moment } from './facts/databases.ts';
import { type Reader, startReader } from './facts/reader.ts';
import { type Kill, Recovery } from './facts/recovery.ts';
import { Watch } from './facts/watch.ts';
import { startWitness } from './facts/witness.ts';
import { type Done, startFaults } from './faults/faults.ts';
import { durationFor, type Planned, planned } from './faults/plan.ts';
import type { History } from './history.ts';
import { randomOf } from './random.ts';
import { startTraffic, type Traffic } from './traffic/traffic.ts';

export interface RunOptions {
  readonly handoffs: number;
  readonly kills: number;
  readonly seed: number;
  readonly dataDir: string;
  /** Called a few times a second. */
  readonly progress: (at: Progress) => void;
}
export interface Progress {
  readonly phase: string;
  readonly come: number;
  readonly visits: number;
  readonly kills: number;
}

export interface Outcome {
  readonly history: History;
  readonly verdict: Verdict;
  readonly kills: readonly Kill[];
  readonly faults: readonly Done[];
  readonly planned: readonly Planned[];
  readonly unexpected: readonly string[];
  readonly durationS: number;
  /** The requests no answer came to, whatever was tried. */
  readonly unanswered: number;
}

/** What is under way when the last customer has spoken gets this long to end. */
const SETTLE_MS = 100_000;
const READ_MS = 30_000;

const openOf = ({ records }: Reader): number => {
  const { applied } = readAsOutsider(records);
  const ended = new Map(applied.filter((r) => r.type === 'OutcomeRecorded').map((r) => [r.data.handoffId ?? '', 'x']));
  return checkHandoffs(applied, { at: Date.now(), outcomes: ended }).filter(
    ({ fault }) => fault === 'withoutEnd' || fault === 'lost',
  ).length;
};

const settled = async (until: number, what: () => Promise<boolean>): Promise<void> => {
  while (Date.now() < until) {
    if (await what().catch(() => false)) return;
    await sleep(500);
  }
};

const factsOf = async (
  { databaseUrl }: Cluster,
  moment: Moment,
  reader: Reader,
  { ledger }: Traffic,
  watch: Watch,
): Promise<History> => ({
  at: Date.now(),
  records: reader.records,
  ledger,
  ...(await findRest(databaseUrl, moment)),
  ...(await findTables(databaseUrl)),
  observed: watch.violations,
});

/** One run, from nothing to its verdict. What it started is gone when this settles; its data folder is the caller's. */
export const run = async (options: RunOptions): Promise<Outcome> => {
  const { handoffs, kills, seed, dataDir } = options;
  const began = Date.now();
  const random = randomOf(seed);
  const durationMs = durationFor(handoffs, kills);
  const plan = planned(kills, durationMs, random.branch('faults'));
  let phase = 'starting';
  let traffic: Traffic | undefined;
  let recovery: Recovery | undefined;
  const beat = setInterval(() => {
    const { come, all } = traffic?.progress() ?? { come: 0, all: 0 };
    options.progress({ phase, come, visits: all, kills: recovery?.kills.length ?? 0 });
  }, 250);
  const over = new AbortController();
  const cluster = await startCluster(dataDir, (line) => {
    phase = `starting ${line}`;
  }).catch((error: unknown) => {
    clearInterval(beat);
    throw error;
  });
  try {
    const { databaseUrl, log } = cluster;
    const watch = new Watch();
    const kept = new Recovery(cluster.of);
    recovery = kept;
    const reader = await startReader(log, (record) => watch.heard(record));
    const stopWitness = startWitness(databaseUrl, watch, kept);
    const gateways = cluster.of('gateway').map(({ url }) => url);
    const coming = startTraffic({
      gateways,
      brokers: cluster.kafka.brokers,
      handoffs,
      durationMs,
      random: random.branch('traffic'),
    });
    traffic = coming;
    const context = { cluster, recovery: kept, unexpected: [] as string[], done: [] as Done[] };
    phase = 'traffic and faults';
    const faults = startFaults(context, plan, over.signal);
    await Promise.all([faults, coming.done(faults)]);
    phase = 'settling';
    coming.settle();
    const until = Date.now() + SETTLE_MS;
    const flowed = async (moment: Moment): Promise<boolean> => {
      const { outbox, unread } = await findRest(databaseUrl, moment);
      return unread.length === 0 && Object.values(outbox).every((rows) => rows === 0);
    };
    const spoken = await findMoment(databaseUrl, log);
    await settled(until, async () => {
      if ((await findWaiting(databaseUrl)) > 0 || !(await flowed(spoken))) return false;
      await reader.readToEnd(READ_MS);
      return openOf(reader) === 0;
    });
    await coming.stop();
    const stopped = await findMoment(databaseUrl, log);
    await settled(Date.now() + READ_MS, () => flowed(stopped));
    phase = 'reading';
    await reader.readToEnd(READ_MS);
    await sleep(300);
    await stopWitness();
    const history = await factsOf(cluster, stopped, reader, coming, watch);
    phase = 'checking';
    const verdict = check(history);
    await reader.stop();
    const unanswered = history.ledger.asked.filter(({ answers }) => answers.length === 0).length;
    const { unexpected, done } = context;
    const durationS = Math.round((Date.now() - began) / 1_000);
    return { history, verdict, kills: kept.kills, faults: done, planned: plan, unexpected, durationS, unanswered };
  } finally {
    clearInterval(beat);
    over.abort();
    await cluster.stop();
  }
};
