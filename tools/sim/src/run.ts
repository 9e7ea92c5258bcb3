import type { ServiceName } from '@warmline/contracts';
import { type ConsumerRecord, declaredTopics, memoryTransport } from '@warmline/messaging';
import { seededRandom } from '@warmline/testing/random';
import { runAgent } from './agent.ts';
import { askBot } from './bot.ts';
import { Channel } from './channel.ts';
import { Client } from './client.ts';
import { Cluster } from './cluster.ts';
import { type Participants, runCustomer } from './customer.ts';
import { GatewayView } from './gateway-view.ts';
import type { History, ServiceData } from './history.ts';
import { injectFaults, stopFaults } from './inject-faults.ts';
import { type RosterAgent, roster } from './instance.ts';
import { overdueTimers } from './invariants/unfinished-work.ts';
import { violations } from './invariants/violations.ts';
import { Network } from './network.ts';
import { openWork, undrained } from './open-work.ts';
import { SimulatedTime, START } from './simulated-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface RunOutcome {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly history: History;
  readonly calls: number;
}

/** Runs one seed, from the first customer to the checks. */
export const run = async (seed: number, trace: ((line: string) => void) | null = null): Promise<RunOutcome> => {
  const random = seededRandom(seed);
  const time = new SimulatedTime();
  const faults: string[] = [];
  const network = new Network(
    time,
    random,
    trace && ((line) => trace(`${((time.now - START) / 1_000).toFixed(3)} ${line}`)),
  );
  const log = memoryTransport({ now: () => time.now });
  const declared = declaredTopics();
  await log.applyTopics(declared);
  const records = new Map<string, ConsumerRecord[][]>(
    declared.map(({ name, partitions }) => [name, Array.from({ length: partitions }, () => [])]),
  );
  const onRecord = (record: ConsumerRecord): void => {
    records.get(record.topic)?.[record.partition]?.push(record);
    network.latestEvent = Math.max(network.latestEvent, Date.parse(record.headers.ce_time ?? '') || 0);
  };
  await log.tail([...records.keys()], onRecord, true);

  const cluster = new Cluster(network, log, (what) => void faults.push(what), askBot);
  const gateway = new GatewayView(cluster.databaseOf('gateway').memory);
  const client = new Client(cluster);
  const channel = new Channel(network, log);
  let isDraining = false;
  let isStopped = false;
  const participants: Participants = {
    network,
    client,
    channel,
    gateway,
    isDraining: () => isDraining,
    paceMs: random.pick([500, 2_000, 4_000]),
    inBursts: random.chance(0.7),
  };

  const size = random.pick([1, 2, 4, 5, 6]);
  const signedInCount = random.between(1, roster.length);
  const capacity = new Map(roster.map(({ id }) => [id, random.between(1, 3)]));
  const active: Promise<void>[] = [];
  for (let n = 0; n < size; n++) active.push(runCustomer(participants, n, random.between(3, 11)));
  let customers = active.length;
  for (const done of active) void done.then(() => customers--);
  const work = (rosterAgent: RosterAgent): void =>
    void runAgent(participants, rosterAgent, capacity.get(rosterAgent.id) ?? 1, () => isStopped);
  for (const rosterAgent of roster.slice(0, signedInCount)) work(rosterAgent);

  const faultPhaseMs = participants.paceMs * random.between(8, 16);
  injectFaults(cluster, random.pick([0, 8, 16, 24]), faultPhaseMs);
  await time.run(() => time.now - START > faultPhaseMs);

  stopFaults(cluster);
  isDraining = true;
  const notSignedIn = roster.slice(signedInCount);
  for (const rosterAgent of notSignedIn) work(rosterAgent);
  const isQuiescent = (): boolean => customers === 0 && openWork(cluster, records, participants).length === 0;
  const settle = async (ms: number): Promise<boolean> => {
    const until = time.now + ms;
    await time.run(() => time.now > until || (time.calls % 64 === 0 && isQuiescent()));
    return isQuiescent();
  };
  if (!(await settle(3 * MINUTE))) {
    // A clock that was ahead may have postponed something until the true time reaches it.
    powerCut(cluster, time, 2 * HOUR);
    if (!(await settle(15 * MINUTE)))
      faults.push(`never quiescent: ${openWork(cluster, records, participants).slice(0, 5).join('; ')}`);
  }
  isStopped = true;
  let unstaffedFrom = Number.POSITIVE_INFINITY;
  if (random.chance(0.5)) {
    // No agent works on what timers hand over during the day without power.
    unstaffedFrom = time.now;
    powerCut(cluster, time, 25 * HOUR);
    const [soonest, latest] = [time.now + MINUTE / 3, time.now + 2 * MINUTE];
    const done = (): boolean =>
      time.calls % 64 === 0 &&
      undrained(cluster, records).length + overdueTimers(cluster.databases, time.now).length === 0;
    await time.run(() => time.now > latest || (time.now > soonest && done()));
    faults.push(...undrained(cluster, records).map((what) => `a day later: ${what}`));
  }

  const services = new Map<ServiceName, ServiceData>(cluster.databases);
  const history: History = {
    requests: client.requests,
    deliveries: channel.deliveries,
    records,
    services,
    capacity,
    end: time.now,
    unstaffedFrom,
  };
  for (const { violations: seen } of cluster.databases.values()) faults.push(...seen);
  return { seed, violations: [...faults, ...violations(history)], history, calls: time.calls };
};

/** Kills every host for `ms`; then all start at once, with everything that became due meanwhile. */
const powerCut = (cluster: Cluster, time: SimulatedTime, ms: number): void => {
  cluster.powerOff();
  time.jump(ms);
  cluster.powerOn();
};
