import { setTimeout as sleep } from 'node:timers/promises';
import { readAsOutsideConsumer } from '@warmline/testing/outside-reader';
import { seededRandom } from '@warmline/testing/random';
import { check, type Verdict } from './check/check.ts';
import { checkHandoffs } from './check/handoffs.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type PlannedFault, planFaults, runDuration } from './faults/fault-plan.ts';
import { type InjectedFault, injectFaults } from './faults/inject-faults.ts';
import type { History } from './history.ts';
import {
  countPendingTimers,
  findPosition,
  findRemaining,
  findTimelineAndOutcomes,
  type LogPosition,
} from './observation/databases.ts';
import { ProgressMonitor } from './observation/progress-monitor.ts';
import { startProgressPoller } from './observation/progress-poller.ts';
import { type Kill, Recovery } from './observation/recovery.ts';
import { startTopicReader, type TopicReader } from './observation/topic-reader.ts';
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
  readonly arrived: number;
  readonly visits: number;
  readonly kills: number;
}

export interface RunOutcome {
  readonly history: History;
  readonly verdict: Verdict;
  readonly kills: readonly Kill[];
  readonly faults: readonly InjectedFault[];
  readonly planned: readonly PlannedFault[];
  readonly unexpected: readonly string[];
  readonly durationS: number;
  /** Requests without an answer after all retries. */
  readonly unansweredRequests: number;
}

/** After the last visit, open work has this long to end. */
const SETTLE_MS = 100_000;
const READ_MS = 30_000;

const countOpenHandoffs = ({ records }: TopicReader): number => {
  const { applied } = readAsOutsideConsumer(records);
  const ended = new Map(applied.filter((r) => r.type === 'OutcomeRecorded').map((r) => [r.data.handoffId ?? '', 'x']));
  return checkHandoffs(applied, { outcomes: ended }).filter(
    ({ kind: fault }) => fault === 'withoutEnd' || fault === 'lost',
  ).length;
};

const waitUntil = async (until: number, isDone: () => Promise<boolean>): Promise<void> => {
  while (Date.now() < until) {
    if (await isDone().catch(() => false)) return;
    await sleep(500);
  }
};

const collectHistory = async (
  { databaseUrl }: Cluster,
  moment: LogPosition,
  reader: TopicReader,
  { clientLog }: Traffic,
  watch: ProgressMonitor,
): Promise<History> => ({
  records: reader.records,
  clientLog,
  ...(await findRemaining(databaseUrl, moment)),
  ...(await findTimelineAndOutcomes(databaseUrl)),
  observed: watch.violations,
});

/** One run, from start-up to its verdict. Everything it started has ended when this settles; the caller owns the data folder. */
export const run = async (options: RunOptions): Promise<RunOutcome> => {
  const { handoffs, kills, seed, dataDir } = options;
  const began = Date.now();
  const random = seededRandom(seed);
  const durationMs = runDuration(handoffs, kills);
  const plan = planFaults(kills, durationMs, random.branch('faults'));
  let phase = 'starting';
  let traffic: Traffic | undefined;
  let recovery: Recovery | undefined;
  const progressTimer = setInterval(() => {
    const { arrived, all } = traffic?.progress() ?? { arrived: 0, all: 0 };
    options.progress({ phase, arrived, visits: all, kills: recovery?.kills.length ?? 0 });
  }, 250);
  const stopping = new AbortController();
  const cluster = await startCluster(dataDir, (line) => {
    phase = `starting ${line}`;
  }).catch((error: unknown) => {
    clearInterval(progressTimer);
    throw error;
  });
  try {
    const { databaseUrl, log } = cluster;
    const watch = new ProgressMonitor();
    const recoveryLog = new Recovery(cluster.replicasOf);
    recovery = recoveryLog;
    const reader = await startTopicReader(log, (record) => watch.onRecord(record));
    const stopPoller = startProgressPoller(databaseUrl, watch, recoveryLog);
    const gateways = cluster.replicasOf('gateway').map(({ url }) => url);
    const started = startTraffic({
      gateways,
      brokers: cluster.kafka.brokers,
      handoffs,
      durationMs,
      random: random.branch('traffic'),
    });
    traffic = started;
    const context = {
      cluster,
      recovery: recoveryLog,
      unexpected: [] as string[],
      injected: [] as InjectedFault[],
      onTopicLost: async (topic: string) => {
        await reader.readToEnd(READ_MS);
        watch.topicLost(topic);
      },
      onTopicRestored: (topic: string) => reader.readAgain(topic),
    };
    phase = 'traffic and faults';
    const faults = injectFaults(context, plan, stopping.signal);
    await Promise.all([faults, started.finished(faults)]);
    phase = 'settling';
    started.drain();
    const until = Date.now() + SETTLE_MS;
    const isDrained = async (moment: LogPosition): Promise<boolean> => {
      const { outbox, unread } = await findRemaining(databaseUrl, moment);
      return unread.length === 0 && Object.values(outbox).every((rows) => rows === 0);
    };
    const afterLastVisit = await findPosition(databaseUrl, log);
    await waitUntil(until, async () => {
      if ((await countPendingTimers(databaseUrl)) > 0 || !(await isDrained(afterLastVisit))) return false;
      await reader.readToEnd(READ_MS);
      return countOpenHandoffs(reader) === 0;
    });
    await started.stop();
    const afterTraffic = await findPosition(databaseUrl, log);
    await waitUntil(Date.now() + READ_MS, () => isDrained(afterTraffic));
    phase = 'reading';
    await reader.readToEnd(READ_MS);
    await sleep(300);
    await stopPoller();
    const history = await collectHistory(cluster, afterTraffic, reader, started, watch);
    phase = 'checking';
    const verdict = check(history);
    await reader.stop();
    const unanswered = history.clientLog.requests.filter(({ answers }) => answers.length === 0).length;
    const { unexpected, injected } = context;
    const durationS = Math.round((Date.now() - began) / 1_000);
    return {
      history,
      verdict,
      kills: recoveryLog.kills,
      faults: injected,
      planned: plan,
      unexpected,
      durationS,
      unansweredRequests: unanswered,
    };
  } finally {
    clearInterval(progressTimer);
    stopping.abort();
    await cluster.stop();
  }
};
