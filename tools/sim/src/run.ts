import type { ServiceName } from '@warmline/contracts';
import { declaredTopics, type Incoming, memoryTransport } from '@warmline/messaging';
import { agent } from './agent.ts';
import { askBot } from './bot.ts';
import { Channel } from './channel.ts';
import { Client } from './client.ts';
import { Cluster } from './cluster.ts';
import { customer, type People } from './customer.ts';
import { Gateway } from './gateway-view.ts';
import type { History, Kept } from './history.ts';
import { type Member, roster } from './instance.ts';
import { violations } from './invariants/all.ts';
import { overdue } from './invariants/leftovers.ts';
import { Network } from './network.ts';
import { noise, undrained } from './quiet.ts';
import { Random } from './random.ts';
import { calm, storm } from './storm.ts';
import { BEGINNING, Time } from './time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface Outcome {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly history: History;
  readonly calls: number;
}

/** One seed, from the first customer to the checks. */
export const run = async (seed: number, trace: ((line: string) => void) | null = null): Promise<Outcome> => {
  const random = new Random(seed);
  const time = new Time();
  const faults: string[] = [];
  const network = new Network(
    time,
    random,
    trace && ((line) => trace(`${((time.now - BEGINNING) / 1_000).toFixed(3)} ${line}`)),
  );
  const log = memoryTransport({ now: () => time.now });
  const declared = declaredTopics();
  await log.applyTopics(declared);
  const records = new Map<string, Incoming[][]>(
    declared.map(({ name, partitions }) => [name, Array.from({ length: partitions }, () => [])]),
  );
  const keep = (record: Incoming): void => {
    records.get(record.topic)?.[record.partition]?.push(record);
    network.latestEvent = Math.max(network.latestEvent, Date.parse(record.headers.ce_time ?? '') || 0);
  };
  await log.tail([...records.keys()], keep, true);

  const cluster = new Cluster(network, log, (what) => void faults.push(what), askBot);
  const gateway = new Gateway(cluster.databaseOf('gateway').memory);
  const client = new Client(cluster);
  const channel = new Channel(network, log);
  let closing = false;
  let over = false;
  const people: People = {
    network,
    client,
    channel,
    gateway,
    closing: () => closing,
    pace: random.among([500, 2_000, 4_000]),
    together: random.chance(0.7),
  };

  const size = random.among([1, 2, 4, 5, 6]);
  const onDuty = random.between(1, roster.length);
  const capacity = new Map(roster.map(({ id }) => [id, random.between(1, 3)]));
  const active: Promise<void>[] = [];
  for (let n = 0; n < size; n++) active.push(customer(people, n, random.between(3, 11)));
  let customers = active.length;
  for (const done of active) void done.then(() => customers--);
  const work = (member: Member): void => void agent(people, member, capacity.get(member.id) ?? 1, () => over);
  for (const member of roster.slice(0, onDuty)) work(member);

  const stormMs = people.pace * random.between(8, 16);
  storm(cluster, random.among([0, 8, 16, 24]), stormMs);
  await time.run(() => time.now - BEGINNING > stormMs);

  calm(cluster);
  closing = true;
  const missing = roster.slice(onDuty);
  for (const member of missing) work(member);
  const quiet = (): boolean => customers === 0 && noise(cluster, records, people).length === 0;
  const settle = async (ms: number): Promise<boolean> => {
    const until = time.now + ms;
    await time.run(() => time.now > until || (time.calls % 64 === 0 && quiet()));
    return quiet();
  };
  if (!(await settle(3 * MINUTE))) {
    // A clock that was ahead may have put something off until the true time is there.
    powerCut(cluster, time, 2 * HOUR);
    if (!(await settle(15 * MINUTE)))
      faults.push(`never quiet: ${noise(cluster, records, people).slice(0, 5).join('; ')}`);
  }
  over = true;
  let deserted = Number.POSITIVE_INFINITY;
  if (random.chance(0.5)) {
    // Nobody is at a desk any more for what time alone hands over in the day without power.
    deserted = time.now;
    powerCut(cluster, time, 25 * HOUR);
    const [soonest, latest] = [time.now + MINUTE / 3, time.now + 2 * MINUTE];
    const done = (): boolean =>
      time.calls % 64 === 0 && undrained(cluster, records).length + overdue(cluster.databases, time.now).length === 0;
    await time.run(() => time.now > latest || (time.now > soonest && done()));
    faults.push(...undrained(cluster, records).map((what) => `a day later: ${what}`));
  }

  const services = new Map<ServiceName, Kept>(cluster.databases);
  const history: History = {
    requests: client.requests,
    deliveries: channel.deliveries,
    records,
    services,
    capacity,
    end: time.now,
    deserted,
  };
  for (const { faults: seen } of cluster.databases.values()) faults.push(...seen);
  return { seed, violations: [...faults, ...violations(history)], history, calls: time.calls };
};

/** The power goes for so long; then everyone comes back at once, to all that has become due. */
const powerCut = (cluster: Cluster, time: Time, ms: number): void => {
  cluster.off();
  time.jump(ms);
  cluster.on();
};
