import { setImmediate } from 'node:timers';
import { dealTasks } from './assignment.ts';
import { type Cell, drain, newCell, type PartitionLog } from './log-cell.ts';
import type { Fetched, Incoming, Listener, Subscription } from './transport.ts';

interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly listener: Listener;
  readonly cells: Map<string, Cell>;
  tasks: readonly number[];
  /** The rebalance this member last heard of; behind the group's it is a zombie. */
  generation: number;
}

interface Group {
  readonly members: Member[];
  generation: number;
}

const cellKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Group coordination for logs that live in one process. Partitions are read from their first `seek` after each `assigned`, not before. */
export const logGroups = (log: PartitionLog) => {
  const groups = new Map<string, Group>();
  const readers = new Map<string, Set<Cell>>();
  let outage: Error | null = null;
  let joined = 0;

  const register = (cell: Cell): Cell => {
    const key = cellKey(cell.topic, cell.partition);
    readers.set(key, (readers.get(key) ?? new Set()).add(cell));
    return cell;
  };

  const pump = (cell: Cell): void => void drain(log, cell);

  const cellOf = (member: Member, topic: string, partition: number): Cell => {
    const key = cellKey(topic, partition);
    const known = member.cells.get(key);
    if (known !== undefined) return known;
    const deliver = (fetched: Fetched) => member.listener.records(fetched);
    const cell = register(newCell(topic, partition, deliver));
    member.cells.set(key, cell);
    return cell;
  };

  const disown = (member: Member): void => {
    for (const cell of member.cells.values()) {
      cell.owned = false;
      cell.position = null;
    }
  };

  const give = (member: Member, tasks: readonly number[]): void => {
    member.tasks = [...tasks];
    for (const topic of member.topics) for (const task of tasks) cellOf(member, topic, task).owned = true;
  };

  const partitionsOf = (topics: readonly string[]): number => {
    const counts = topics.map((topic) => {
      const count = log.partitions(topic);
      if (count === undefined) throw new Error(`topic ${topic} does not exist`);
      return count;
    });
    const [count = 0] = counts;
    if (counts.some((other) => other !== count))
      throw new Error(`topics of one group differ in partitions: ${topics.join(', ')}`);
    return count;
  };

  const dealt = ({ members }: Group): number[][] => {
    const [first] = members;
    if (first === undefined) return [];
    const tasks = dealTasks(new Map(members.map(({ id, tasks }) => [id, tasks])), partitionsOf(first.topics));
    return members.map(({ id }) => tasks.get(id) ?? []);
  };

  /** `assignment`: the tasks of each member in the order they joined; null = that one hears nothing and goes on, a zombie. */
  const rebalance = (name: string, assignment?: readonly (readonly number[] | null)[]): void => {
    const group = groups.get(name);
    if (group === undefined || outage !== null) return;
    const shares = assignment ?? dealt(group);
    group.generation += 1;
    const told = group.members.flatMap((member, place) => {
      const tasks = shares[place];
      return tasks === null ? [] : [{ member, tasks: tasks ?? [] }];
    });
    for (const { member } of told) {
      disown(member);
      if (member.generation > 0) member.listener.revoked();
      member.generation = group.generation;
    }
    for (const { member, tasks } of told) {
      if (member.generation !== group.generation || !group.members.includes(member)) continue;
      give(member, tasks);
      member.listener.assigned(tasks);
    }
  };

  const subscribe = (name: string, topics: readonly string[], listener: Listener): Subscription => {
    partitionsOf(topics);
    const group = groups.get(name) ?? { members: [], generation: 0 };
    groups.set(name, group);
    joined += 1;
    const member: Member = {
      id: String(joined).padStart(9, '0'),
      topics,
      listener,
      cells: new Map(),
      tasks: [],
      generation: 0,
    };
    group.members.push(member);
    // After the caller has its Subscription in hand.
    setImmediate(() => group.members.includes(member) && rebalance(name));
    return {
      confirm: async () => {
        if (outage !== null) throw outage;
        if (!group.members.includes(member) || member.generation !== group.generation)
          throw new Error(`not a member of ${name}`);
      },
      seek: (topic, partition, offset) => {
        const cell = member.cells.get(cellKey(topic, partition));
        if (cell === undefined || !cell.owned) return;
        cell.position = offset;
        pump(cell);
      },
      mark: async () => {},
      stop: async () => {
        const place = group.members.indexOf(member);
        if (place < 0) return;
        group.members.splice(place, 1);
        disown(member);
        for (const cell of member.cells.values()) readers.get(cellKey(cell.topic, cell.partition))?.delete(cell);
        setImmediate(() => rebalance(name));
      },
    };
  };

  const tail = (
    topics: readonly string[],
    onRecord: (record: Incoming) => void,
    startOf: (topic: string, partition: number) => number,
  ): (() => Promise<void>) => {
    const cells = topics.flatMap((topic) =>
      Array.from({ length: partitionsOf([topic]) }, (_, partition) => {
        const deliver = ({ records }: Fetched) => records.forEach(onRecord);
        const cell = newCell(topic, partition, deliver);
        return register(Object.assign(cell, { owned: true, position: startOf(topic, partition) }));
      }),
    );
    for (const cell of cells) pump(cell);
    return async () => {
      for (const cell of cells) {
        cell.owned = false;
        readers.get(cellKey(cell.topic, cell.partition))?.delete(cell);
      }
    };
  };

  const everyone = (): Member[] => [...groups.values()].flatMap(({ members }) => members);

  return {
    subscribe,
    tail,
    rebalance,
    appended: (topic: string, partition: number): void => {
      for (const cell of readers.get(cellKey(topic, partition)) ?? []) pump(cell);
    },
    down: (cause: Error, fatal: boolean): void => {
      outage = cause;
      for (const member of everyone()) {
        disown(member);
        if (member.generation > 0) member.listener.revoked();
        member.listener.down(cause, fatal);
      }
    },
    up: (): void => {
      if (outage === null) return;
      outage = null;
      for (const member of everyone()) member.listener.up();
      for (const name of groups.keys()) rebalance(name);
    },
    close: (): void => {
      for (const set of readers.values()) for (const cell of set) cell.owned = false;
      readers.clear();
      groups.clear();
    },
  };
};
