import { PARTITIONS, type ServiceName } from '@warmline/contracts';
import type { AskBot } from '@warmline/gateway/stages';
import { type Executor, MemoryExecutorStore, MemoryStore, type MemoryTransport } from '@warmline/messaging';
import { brokerFor, type Members } from './broker.ts';
import type { Database } from './database.ts';
import { Host } from './host.ts';
import { SERVICES, startOn } from './instance.ts';
import type { Network } from './network.ts';

export interface Slot {
  readonly service: ServiceName;
  readonly name: string;
  host: Host;
  executor: Executor | null;
  leave: () => void;
  lives: number;
}

/** Hosts of each service. */
const REPLICAS = 2;

/** The whole system: hosts that come and go over databases and a log that stay. */
export class Cluster {
  readonly databases = new Map<ServiceName, Database>();
  readonly slots: Slot[] = [];
  readonly members: Members = new Map();
  private power = true;

  constructor(
    readonly network: Network,
    readonly log: MemoryTransport,
    private readonly fault: (what: string) => void,
    private readonly askBot: (host: Host, executor: Executor, asked: AskBot) => void,
  ) {
    for (const service of SERVICES) {
      const memory = new MemoryStore();
      const executor = service === 'gateway' ? { executor: new MemoryExecutorStore(memory, service) } : {};
      this.databases.set(service, { memory, ...executor, applied: [], faults: [] });
      for (let n = 0; n < REPLICAS; n++) {
        const name = `${service}/${'ab'.charAt(n)}`;
        const slot: Slot = {
          service,
          name,
          host: new Host(name, service, network),
          executor: null,
          leave: () => {},
          lives: 0,
        };
        this.slots.push(slot);
        this.start(slot);
      }
    }
  }

  of(service: ServiceName): Slot[] {
    return this.slots.filter((slot) => slot.service === service);
  }
  slotOf(host: Host): Slot | undefined {
    return this.slots.find((slot) => slot.host === host);
  }
  databaseOf(service: ServiceName): Database {
    const database = this.databases.get(service);
    if (database === undefined) throw new Error(`no database of ${service}`);
    return database;
  }

  start(slot: Slot, skew = 0): void {
    slot.host = new Host(`${slot.name}${++slot.lives}`, slot.service, this.network);
    slot.host.skew = skew;
    const broker = brokerFor(slot.host, this.log, this.members);
    slot.leave = broker.leave;
    const { host, service } = slot;
    slot.executor = startOn(host, service, this.databaseOf(service), broker, this.fault, this.askBot);
  }

  /** kill -9; the group hears of it when its session ends, and a new process comes up. Each after so many milliseconds. */
  kill(slot: Slot, sessionMs: number, restartMs: number): void {
    const { host, leave } = slot;
    if (!host.alive) return;
    host.kill();
    slot.executor = null;
    this.network.time.after(sessionMs, leave);
    this.network.time.after(restartMs, () => {
      if (this.power && slot.host === host) this.start(slot, host.skew);
    });
  }

  /** One of the ways a group can come to see itself; `null` = a member hears nothing of it and goes on. */
  rebalance(service: ServiceName, how: 'anew' | 'zombie' | 'all to one' | 'mixed'): void {
    const members = this.members.get(service) ?? [];
    const all = Array.from({ length: PARTITIONS }, (_, n) => n);
    const shares = members.length < 2 || how === 'anew' ? undefined : this.shares(members.length, all, how);
    if (shares === undefined) this.log.rebalance(service);
    else this.log.rebalance(service, shares);
  }

  private shares(
    members: number,
    all: readonly number[],
    how: 'zombie' | 'all to one' | 'mixed',
  ): (readonly number[] | null)[] {
    const { random } = this.network;
    if (how === 'mixed') {
      const shares = Array.from({ length: members }, (): number[] => []);
      for (const n of all) random.among(shares).push(n);
      return shares.map((share) => (random.chance(0.3) ? null : share));
    }
    const chosen = random.below(members);
    return Array.from({ length: members }, (_, n) => (n === chosen ? all : how === 'zombie' ? null : []));
  }

  /** Everyone is well, on time and heard again. */
  heal(): void {
    for (const slot of this.slots) {
      slot.host.skew = 0;
      if (slot.host.stopped) slot.host.goOn();
    }
    for (const service of SERVICES) this.log.rebalance(service);
  }

  /** The power goes, everywhere; `start` brings all back. */
  off(): void {
    this.power = false;
    for (const slot of this.slots) this.kill(slot, 0, 0);
  }
  on(): void {
    this.power = true;
    for (const slot of this.slots) this.start(slot);
  }
}
