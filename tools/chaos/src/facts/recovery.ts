import type { ServiceName } from '@warmline/contracts';
import type { Instance } from '../instance.ts';
import type { Moved } from './watch.ts';

export interface Kill {
  readonly instance: string;
  readonly service: ServiceName;
  readonly point: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The tasks whose last take-over was by a process in this place. */
  readonly tasks: readonly number[];
  /** Milliseconds from the SIGKILL to the first commit, by a new owner, on one of those tasks; on any task of the service where it owned none. */
  recoveredMs?: number;
  /** Until every one of those tasks had a new owner. */
  ownedMs?: number;
}

/** The last take-over of each task, and by whom. */
const ownersOf = (instances: readonly Instance[]): Map<number, { name: string; version: number; at: number }> => {
  const owners = new Map<number, { name: string; version: number; at: number }>();
  for (const instance of instances)
    for (const { n, version, at } of instance.taken())
      if (version > (owners.get(n)?.version ?? 0)) owners.set(n, { name: instance.name, version, at });
  return owners;
};

export const ownedBy = (instance: Instance, all: readonly Instance[]): number[] =>
  [...ownersOf(all)].filter(([, owner]) => owner.name === instance.name).map(([n]) => n);

/** How long a service's tasks stood still after each kill, seen from outside: by the task rows and by who took them over. */
export class Recovery {
  readonly kills: Kill[] = [];
  private readonly pending = new Set<Kill>();

  constructor(private readonly of: (service: ServiceName) => readonly Instance[]) {}

  /** To be called when the process is gone. */
  killed(instance: Instance, point: string, at: number): void {
    const { service, name } = instance;
    const kill: Kill = { instance: name, service, point, at, tasks: ownedBy(instance, this.of(service)) };
    this.kills.push(kill);
    this.pending.add(kill);
  }

  /** No service is still getting up from a kill. */
  get isQuiet(): boolean {
    return this.pending.size === 0;
  }

  moved(moved: readonly Moved[], at: number): void {
    if (this.pending.size === 0) return;
    const owners = new Map<ServiceName, ReturnType<typeof ownersOf>>();
    for (const kill of this.pending) {
      const { service, tasks } = kill;
      const known = owners.get(service) ?? ownersOf(this.of(service));
      owners.set(service, known);
      const taken = (n: number): boolean => (known.get(n)?.at ?? 0) > kill.at;
      if (kill.ownedMs === undefined && tasks.every(taken))
        kill.ownedMs = Math.max(0, ...tasks.map((n) => (known.get(n)?.at ?? 0) - kill.at));
      const mine = ({ row }: Moved): boolean =>
        row.service === service && (tasks.length === 0 || (tasks.includes(row.n) && taken(row.n)));
      if (kill.recoveredMs === undefined && moved.some(mine)) kill.recoveredMs = at - kill.at;
      if (kill.recoveredMs !== undefined && kill.ownedMs !== undefined) this.pending.delete(kill);
    }
  }
}
