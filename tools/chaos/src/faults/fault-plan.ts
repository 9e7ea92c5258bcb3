import type { ServiceName } from '@warmline/contracts';
import type { Random } from '@warmline/testing/random';
import { serviceNames } from '@warmline/testing/system';
import { type FreezePoint, freezePoints, type KillPoint, killPoints } from '../failpoint-names.ts';

/** A fault. `index` is the replica of the service, 0 or 1. */
export type Fault =
  | {
      readonly is: 'kill';
      readonly service: ServiceName;
      readonly index: number;
      readonly point: KillPoint | 'anywhere';
    }
  /** Frozen beyond the session time-out and resumed when the other replica owns its tasks; that one is killed at the same moment. */
  | {
      readonly is: 'zombie';
      readonly service: ServiceName;
      readonly index: number;
      readonly point: FreezePoint | 'anywhere';
    }
  | { readonly is: 'leave'; readonly service: ServiceName; readonly index: number; readonly awayMs: number }
  /** Both replicas end by SIGTERM and start again, one after the other, as in a deployment. */
  | { readonly is: 'roll'; readonly service: ServiceName }
  /** The clock of a replica is wrong by `stepMs` for a while. */
  | { readonly is: 'clock'; readonly service: ServiceName; readonly index: number; readonly stepMs: number }
  | { readonly is: 'broker'; readonly how: 'stop' | 'kill' | 'freeze' | 'hang' }
  | { readonly is: 'postgres' }
  /** The database has no connection left, and closes those of the services. */
  | { readonly is: 'connections' }
  /** A topic whose records are all handled is deleted, created again and repaired as the runbook says. */
  | { readonly is: 'topic' };

export interface PlannedFault {
  /** Milliseconds after the start. */
  readonly at: number;
  readonly fault: Fault;
}

const HOUR_MS = 3_600_000;
const EVERY_MS = 4_000;
/** Traffic starts before the first fault and continues after the last, so that every recovery has input. */
const LEAD_MS = 2_500;
const TAIL_MS = 9_000;
/** Hand-offs a second that two cores can serve with the whole system on them. */
const PER_SECOND = 3.2;

const countsFor = (kills: number) => ({
  zombies: Math.min(kills, Math.max(1, Math.round(kills / 4))),
  brokers: Math.max(1, Math.round(kills / 15)),
  databases: Math.max(1, Math.round(kills / 20)),
  leaves: Math.max(1, Math.round(kills / 10)),
  rolls: Math.max(1, Math.round(kills / 20)),
  clocks: Math.max(1, Math.round(kills / 10)),
  connections: Math.max(1, Math.round(kills / 30)),
  topics: Math.max(1, Math.round(kills / 60)),
});

export const runDuration = (handoffs: number, kills: number): number => {
  const { zombies: _, ...others } = countsFor(kills);
  const faults = Object.values(others).reduce((sum, count) => sum + count, kills);
  return Math.ceil(Math.max(LEAD_MS + TAIL_MS + faults * EVERY_MS, (handoffs / PER_SECOND) * 1_000));
};

/** Shuffled rounds of all items: every item appears about equally often. */
const dealEvenly = <T>(all: readonly T[], count: number, random: Random): T[] => {
  const values: T[] = [];
  while (values.length < count) values.push(...random.shuffled(all));
  return values.slice(0, count);
};

/** `after-publish` causes duplicates and `before-commit` reveals a premature publication, so they are more frequent. */
const killDeck: readonly (KillPoint | 'anywhere')[] = [...killPoints, 'before-commit', 'after-publish', 'anywhere'];
const freezeDeck: readonly (FreezePoint | 'anywhere')[] = [...freezePoints, 'freeze-before-commit', 'anywhere'];

export const planFaults = (kills: number, durationMs: number, random: Random): PlannedFault[] => {
  const counts = countsFor(kills);
  const services = dealEvenly(serviceNames, kills + counts.leaves, random);
  const index = () => random.below(2);
  const points = dealEvenly(killDeck, kills - counts.zombies, random);
  // The first is the only one that can reveal a missing guard.
  const frozen = ['freeze-before-commit' as const, ...dealEvenly(freezeDeck, counts.zombies, random)].slice(
    0,
    counts.zombies,
  );
  const deaths = random.shuffled<
    Pick<Fault, 'is'> & { readonly point: (typeof points)[number] | (typeof frozen)[number] }
  >([
    ...points.map((point) => ({ is: 'kill' as const, point })),
    ...frozen.map((point) => ({ is: 'zombie' as const, point })),
  ]);
  const onServices = deaths.map((death, n) => ({ ...death, service: services[n], index: index() }) as Fault);
  const leaves = services
    .slice(kills)
    .map((service): Fault => ({ is: 'leave', service, index: index(), awayMs: random.between(500, 3_000) }));
  const brokerFaults = ['kill', 'hang', 'stop', 'freeze'] as const;
  const brokers = Array.from(
    { length: counts.brokers },
    (_, n): Fault => ({ is: 'broker', how: brokerFaults[n % 4] ?? 'kill' }),
  );
  const rolls = dealEvenly(serviceNames, counts.rolls, random).map((service): Fault => ({ is: 'roll', service }));
  const clocks = dealEvenly(serviceNames, counts.clocks, random).map(
    (service, n): Fault => ({ is: 'clock', service, index: index(), stepMs: n % 2 === 0 ? HOUR_MS : -HOUR_MS }),
  );
  const exhausted = Array.from({ length: counts.connections }, (): Fault => ({ is: 'connections' }));
  const lostTopics = Array.from({ length: counts.topics }, (): Fault => ({ is: 'topic' }));
  const databases = Array.from({ length: counts.databases }, (): Fault => ({ is: 'postgres' }));
  // The order of the service faults stays; the other faults are inserted at random.
  const all = [...onServices];
  for (const other of random.shuffled([
    ...leaves,
    ...rolls,
    ...clocks,
    ...brokers,
    ...databases,
    ...exhausted,
    ...lostTopics,
  ]))
    all.splice(random.below(all.length + 1), 0, other);
  const intervalMs = Math.max(0, durationMs - LEAD_MS - TAIL_MS) / all.length;
  return all.map((fault, n) => ({ at: LEAD_MS + Math.floor((n + random.next() * 0.6) * intervalMs), fault }));
};
