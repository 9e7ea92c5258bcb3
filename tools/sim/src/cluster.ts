import { PARTITION_COUNT, type ServiceName } from '@warmline/contracts';
import type { AskBot } from '@warmline/gateway/stages';
import { type Executor, MemoryExecutorStore, MemoryStore, type MemoryTransport } from '@warmline/messaging';
import { type GroupMembers, transportFor } from './broker.ts';
import type { Database } from './database.ts';
import { Host } from './host.ts';
import { SERVICES, startServiceOn } from './instance.ts';
import type { Network } from './network.ts';

export interface Replica {
  readonly service: ServiceName;
  readonly name: string;
  host: Host;
  executor: Executor | null;
  leave: () => void;
  incarnation: number;
}

/** Hosts of each service. */
const REPLICAS = 2;

/** The whole system: hosts come and go, the databases and the log remain. */
export class Cluster {
  readonly databases = new Map<ServiceName, Database>();
  readonly replicas: Replica[] = [];
  readonly members: GroupMembers = new Map();
  private hasPower = true;

  constructor(
    readonly network: Network,
    readonly log: MemoryTransport,
    private readonly onFault: (what: string) => void,
    private readonly askBot: (host: Host, executor: Executor, asked: AskBot) => void,
  ) {
    for (const service of SERVICES) {
      const memory = new MemoryStore();
      const executor = service === 'gateway' ? { executor: new MemoryExecutorStore(memory, service) } : {};
      this.databases.set(service, { memory, ...executor, appliedInputs: [], violations: [] });
      for (let n = 0; n < REPLICAS; n++) {
        const name = `${service}/${'ab'.charAt(n)}`;
        const replica: Replica = {
          service,
          name,
          host: new Host(name, service, network),
          executor: null,
          leave: () => {},
          incarnation: 0,
        };
        this.replicas.push(replica);
        this.start(replica);
      }
    }
  }

  replicasOf(service: ServiceName): Replica[] {
    return this.replicas.filter((replica) => replica.service === service);
  }
  replicaOf(host: Host): Replica | undefined {
    return this.replicas.find((replica) => replica.host === host);
  }
  databaseOf(service: ServiceName): Database {
    const database = this.databases.get(service);
    if (database === undefined) throw new Error(`no database of ${service}`);
    return database;
  }

  start(replica: Replica, skew = 0): void {
    replica.host = new Host(`${replica.name}${++replica.incarnation}`, replica.service, this.network);
    replica.host.clockSkew = skew;
    const broker = transportFor(replica.host, this.log, this.members);
    replica.leave = broker.leave;
    const { host, service } = replica;
    replica.executor = startServiceOn(host, service, this.databaseOf(service), broker, this.onFault, this.askBot);
  }

  /** kill -9. The group notices after `sessionMs`; a new process starts after `restartMs`. */
  kill(replica: Replica, sessionMs: number, restartMs: number): void {
    const { host, leave } = replica;
    if (!host.isAlive) return;
    host.kill();
    replica.executor = null;
    this.network.time.after(sessionMs, leave);
    this.network.time.after(restartMs, () => {
      if (this.hasPower && replica.host === host) this.start(replica, host.clockSkew);
    });
  }

  /** Assigns the partitions again. `zombie` and `mixed`: some members are not notified and continue. */
  rebalance(service: ServiceName, how: 'even' | 'zombie' | 'all-to-one' | 'mixed'): void {
    const members = this.members.get(service) ?? [];
    const all = Array.from({ length: PARTITION_COUNT }, (_, n) => n);
    const shares = members.length < 2 || how === 'even' ? undefined : this.shares(members.length, all, how);
    if (shares === undefined) this.log.rebalance(service);
    else this.log.rebalance(service, shares);
  }

  private shares(
    members: number,
    all: readonly number[],
    how: 'zombie' | 'all-to-one' | 'mixed',
  ): (readonly number[] | null)[] {
    const { random } = this.network;
    if (how === 'mixed') {
      const shares = Array.from({ length: members }, (): number[] => []);
      for (const n of all) random.pick(shares).push(n);
      return shares.map((share) => (random.chance(0.3) ? null : share));
    }
    const chosen = random.below(members);
    return Array.from({ length: members }, (_, n) => (n === chosen ? all : how === 'zombie' ? null : []));
  }

  /** Ends every fault of the hosts: clocks are right, frozen hosts resume, partitions are assigned again. */
  heal(): void {
    for (const replica of this.replicas) {
      replica.host.clockSkew = 0;
      if (replica.host.isFrozen) replica.host.resume();
    }
    for (const service of SERVICES) this.log.rebalance(service);
  }

  /** Kills every host; `powerOn` starts them again. */
  powerOff(): void {
    this.hasPower = false;
    for (const replica of this.replicas) this.kill(replica, 0, 0);
  }
  powerOn(): void {
    this.hasPower = true;
    for (const replica of this.replicas) this.start(replica);
  }
}
