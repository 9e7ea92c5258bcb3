import { setImmediate } from 'node:timers';
import { assignTasks } from '../task-assignment.ts';
import type { ConsumerRecord, FetchedBatch, Listener, Subscription } from '../transport.ts';
import { createPartitionReader, deliverToEnd, type PartitionLog, type PartitionReader } from './partition-reader.ts';

interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly listener: Listener;
  readonly readers: Map<string, PartitionReader>;
  tasks: readonly number[];
  /** The last rebalance this member was informed of. If it is behind that of the group, the member is a stale owner. */
  generation: number;
}

interface Group {
  readonly members: Member[];
  generation: number;
}

const partitionKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Group coordination for logs within one process. A partition is read only after its first `seek` after each `assigned`. */
export const consumerGroups = (log: PartitionLog) => {
  const groups = new Map<string, Group>();
  const readersByPartition = new Map<string, Set<PartitionReader>>();
  let outage: Error | null = null;
  let joined = 0;

  const register = (cell: PartitionReader): PartitionReader => {
    const key = partitionKey(cell.topic, cell.partition);
    readersByPartition.set(key, (readersByPartition.get(key) ?? new Set()).add(cell));
    return cell;
  };

  const readOn = (cell: PartitionReader): void => void deliverToEnd(log, cell);

  const readerOf = (member: Member, topic: string, partition: number): PartitionReader => {
    const key = partitionKey(topic, partition);
    const known = member.readers.get(key);
    if (known !== undefined) return known;
    const deliver = (fetched: FetchedBatch) => member.listener.records(fetched);
    const cell = register(createPartitionReader(topic, partition, deliver));
    member.readers.set(key, cell);
    return cell;
  };

  const releaseTasks = (member: Member): void => {
    for (const cell of member.readers.values()) {
      cell.isOwned = false;
      cell.position = null;
    }
  };

  const assignTasksTo = (member: Member, tasks: readonly number[]): void => {
    member.tasks = [...tasks];
    for (const topic of member.topics) for (const task of tasks) readerOf(member, topic, task).isOwned = true;
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

  const balancedAssignment = ({ members }: Group): number[][] => {
    const [first] = members;
    if (first === undefined) return [];
    const tasks = assignTasks(new Map(members.map(({ id, tasks }) => [id, tasks])), partitionsOf(first.topics));
    return members.map(({ id }) => tasks.get(id) ?? []);
  };

  /** `assignment`: tasks of each member, in joining order; null = the member is not informed and continues as a stale owner. */
  const rebalance = (name: string, assignment?: readonly (readonly number[] | null)[]): void => {
    const group = groups.get(name);
    if (group === undefined || outage !== null) return;
    const assignments = assignment ?? balancedAssignment(group);
    group.generation += 1;
    const affected = group.members.flatMap((member, index) => {
      const tasks = assignments[index];
      return tasks === null ? [] : [{ member, tasks: tasks ?? [] }];
    });
    for (const { member } of affected) {
      releaseTasks(member);
      if (member.generation > 0) member.listener.revoked();
      member.generation = group.generation;
    }
    for (const { member, tasks } of affected) {
      if (member.generation !== group.generation || !group.members.includes(member)) continue;
      assignTasksTo(member, tasks);
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
      readers: new Map(),
      tasks: [],
      generation: 0,
    };
    group.members.push(member);
    // Deferred until the caller has its Subscription.
    setImmediate(() => group.members.includes(member) && rebalance(name));
    return {
      confirm: async () => {
        if (outage !== null) throw outage;
        if (!group.members.includes(member) || member.generation !== group.generation)
          throw new Error(`not a member of ${name}`);
      },
      seek: (topic, partition, offset) => {
        const cell = member.readers.get(partitionKey(topic, partition));
        if (cell === undefined || !cell.isOwned) return;
        cell.position = offset;
        readOn(cell);
      },
      reportOffsets: async () => {},
      stop: async () => {
        const index = group.members.indexOf(member);
        if (index < 0) return;
        group.members.splice(index, 1);
        releaseTasks(member);
        for (const cell of member.readers.values())
          readersByPartition.get(partitionKey(cell.topic, cell.partition))?.delete(cell);
        setImmediate(() => rebalance(name));
      },
    };
  };

  const tail = (
    topics: readonly string[],
    onRecord: (record: ConsumerRecord) => void,
    startOf: (topic: string, partition: number) => number,
  ): (() => Promise<void>) => {
    const readers = topics.flatMap((topic) =>
      Array.from({ length: partitionsOf([topic]) }, (_, partition) => {
        const deliver = ({ records }: FetchedBatch) => records.forEach(onRecord);
        const cell = createPartitionReader(topic, partition, deliver);
        return register(Object.assign(cell, { isOwned: true, position: startOf(topic, partition) }));
      }),
    );
    for (const cell of readers) readOn(cell);
    return async () => {
      for (const cell of readers) {
        cell.isOwned = false;
        readersByPartition.get(partitionKey(cell.topic, cell.partition))?.delete(cell);
      }
    };
  };

  const allMembers = (): Member[] => [...groups.values()].flatMap(({ members }) => members);

  return {
    subscribe,
    tail,
    rebalance,
    appended: (topic: string, partition: number): void => {
      for (const cell of readersByPartition.get(partitionKey(topic, partition)) ?? []) readOn(cell);
    },
    down: (cause: Error, fatal: boolean): void => {
      outage = cause;
      for (const member of allMembers()) {
        releaseTasks(member);
        if (member.generation > 0) member.listener.revoked();
        member.listener.down(cause, fatal);
      }
    },
    up: (): void => {
      if (outage === null) return;
      outage = null;
      for (const member of allMembers()) member.listener.up();
      for (const name of groups.keys()) rebalance(name);
    },
    close: (): void => {
      for (const set of readersByPartition.values()) for (const cell of set) cell.isOwned = false;
      readersByPartition.clear();
      groups.clear();
    },
  };
};
