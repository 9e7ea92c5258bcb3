import type { ServiceName } from '@warmline/contracts';
import type { Instance } from '../instance.ts';
import type { TaskProgress } from './progress-monitor.ts';

export interface Kill {
  readonly instance: string;
  readonly service: ServiceName;
  readonly point: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The tasks whose last take-over was by a process of this replica. */
  readonly tasks: readonly number[];
  /** Milliseconds from the SIGKILL to the first commit of a new owner on one of those tasks; on any task of the service if it owned none. */
  recoveredMs?: number;
  /** Milliseconds until all of those tasks had a new owner. */
  ownedMs?: number;
}

/** The last take-over of each task, with the replica that did it. */
const lastTakeOvers = (instances: readonly Instance[]): Map<number, { name: string; version: number; at: number }> => {
  const owners = new Map<number, { name: string; version: number; at: number }>();
  for (const instance of instances)
    for (const { n, version, at } of instance.takeOvers())
      if (version > (owners.get(n)?.version ?? 0)) owners.set(n, { name: instance.name, version, at });
  return owners;
};

export const tasksOwnedBy = (instance: Instance, all: readonly Instance[]): number[] =>
  [...lastTakeOvers(all)].filter(([, owner]) => owner.name === instance.name).map(([n]) => n);

/** Measures how long the tasks of a service stood still after each kill, from task rows and take-overs. */
export class Recovery {
  readonly kills: Kill[] = [];
  private readonly pending = new Set<Kill>();

  constructor(private readonly replicasOf: (service: ServiceName) => readonly Instance[]) {}

  /** Call it when the process has ended. */
  onKilled(instance: Instance, point: string, at: number): void {
    const { service, name } = instance;
    const kill: Kill = { instance: name, service, point, at, tasks: tasksOwnedBy(instance, this.replicasOf(service)) };
    this.kills.push(kill);
    this.pending.add(kill);
  }

  /** True when every kill has recovered. */
  get isSettled(): boolean {
    return this.pending.size === 0;
  }

  onProgress(progressed: readonly TaskProgress[], at: number): void {
    if (this.pending.size === 0) return;
    const owners = new Map<ServiceName, ReturnType<typeof lastTakeOvers>>();
    for (const kill of this.pending) {
      const { service, tasks } = kill;
      const current = owners.get(service) ?? lastTakeOvers(this.replicasOf(service));
      owners.set(service, current);
      const taken = (n: number): boolean => (current.get(n)?.at ?? 0) > kill.at;
      if (kill.ownedMs === undefined && tasks.every(taken))
        kill.ownedMs = Math.max(0, ...tasks.map((n) => (current.get(n)?.at ?? 0) - kill.at));
      const isOwnTask = ({ row }: TaskProgress): boolean =>
        row.service === service && (tasks.length === 0 || (tasks.includes(row.n) && taken(row.n)));
      if (kill.recoveredMs === undefined && progressed.some(isOwnTask)) kill.recoveredMs = at - kill.at;
      if (kill.recoveredMs !== undefined && kill.ownedMs !== undefined) this.pending.delete(kill);
    }
  }
}
