import { PARTITIONS } from '@warmline/contracts';
import type { Encoded } from './codec.ts';
import type { Answer, TimelineRow } from './executor.ts';
import type { ExecutorStore, Group, Locked, TaskGuard, Wanted } from './executor-store.ts';
import { derivedId } from './ids.ts';
import type { MemoryStore } from './memory-store.ts';
import { partitionOf } from './partition.ts';
import { RowLocks } from './row-locks.ts';
import type { OutboxRow, TaskRow } from './store.ts';

/**
 * A statement of a transaction on its way to the database: it takes place when the promise resolves. One that rejects is a
 * connection lost before it: the transaction is rolled back and its locks are free.
 */
export type Step = (statement: 'guard' | 'lock' | 'answers' | 'write' | 'number' | 'commit') => Promise<void>;
const atOnce: Step = async () => {};

class Stale extends Error {}
/** SQLSTATE 23505. */
class Duplicate extends Error {}

const placeOf = (row: { readonly stage: string; readonly key: string }): string => `${row.stage}\u0000${row.key}`;

/**
 * The ExecutorStore in memory, over the tables of a MemoryStore, with the locks of the one in Postgres (READ COMMITTED): the task's
 * guard first, the states in key order, the shard counters in order last, all held until the transaction ends; nothing written is
 * seen before. For tests and simulation: the caller says when each statement arrives, so that others come in between.
 */
export class MemoryExecutorStore implements ExecutorStore {
  readonly answers = new Map<string, Answer>();
  readonly timeline = new Map<string, TimelineRow[]>();
  readonly evidence: Group['evidence'][number][] = [];
  readonly shards = new Map<number, { readonly incarnation: string; seq: number }>();
  private readonly locks = new RowLocks();

  constructor(
    private readonly memory: MemoryStore,
    private readonly service: string,
  ) {
    for (let n = 0; n < PARTITIONS; n++) this.shards.set(n, { incarnation: derivedId(`memory/shard/${n}`), seq: 0 });
  }

  async transact(
    wanted: Wanted,
    decide: (locked: Locked) => Group,
    step: Step = atOnce,
  ): Promise<readonly OutboxRow[] | 'stale'> {
    const held: string[] = [];
    try {
      if (wanted.guards.length > 0) await this.guard(wanted.guards, held, step);
      const states = await this.lockStates(wanted, held, step);
      const group = decide({ states, answers: await this.findAnswers(wanted, step) });
      await step('write');
      this.refuseDuplicates(group);
      const rows = await this.number(group.outputs, held, step);
      await step('commit');
      this.apply(group, rows, wanted.guards);
      return structuredClone(rows);
    } catch (error) {
      if (error instanceof Stale) return 'stale';
      throw error;
    } finally {
      this.locks.release(held);
    }
  }

  /** Waits for a transaction that holds the task's guard, as an UPDATE of its row would. */
  async takeOver(n: number): Promise<TaskRow> {
    const held: string[] = [];
    try {
      await this.locks.take(`task/${n}`, held);
      return await this.memory.takeOver(n);
    } finally {
      this.locks.release(held);
    }
  }

  /** Rows of several tasks, each above a sequence, in sequence. */
  async outboxAfter(after: ReadonlyMap<number, number>): Promise<OutboxRow[]> {
    return [...this.memory.outbox.values()]
      .filter((row) => row.firstSeq > (after.get(row.task) ?? Number.POSITIVE_INFINITY))
      .sort((a, b) => a.firstSeq - b.firstSeq)
      .slice(0, 1_000);
  }

  isDataError(error: unknown): boolean {
    return error instanceof Duplicate;
  }

  private async guard(guards: readonly TaskGuard[], held: string[], step: Step): Promise<void> {
    await step('guard');
    for (const { n, expected } of guards) {
      await this.locks.take(`task/${n}`, held);
      if (this.memory.tasks.get(n)?.version !== expected) throw new Stale();
    }
  }

  private async lockStates({ keys }: Wanted, held: string[], step: Step): Promise<Map<string, unknown>> {
    const states = new Map<string, unknown>();
    for (const place of [...new Set(keys.map(placeOf))].sort()) {
      await step('lock');
      await this.locks.take(`state/${place}`, held);
      states.set(place, null);
    }
    for (const place of states.keys()) states.set(place, structuredClone(this.memory.states.get(place)?.data ?? null));
    return states;
  }

  private async findAnswers({ ids }: Wanted, step: Step): Promise<Map<string, Answer>> {
    const found = new Map<string, Answer>();
    if (ids.length > 0) await step('answers');
    for (const id of ids) {
      const place = `${placeOf(id)}\u0000${id.id}`;
      const answer = this.answers.get(place);
      if (answer !== undefined) found.set(place, answer);
    }
    return found;
  }

  private refuseDuplicates(group: Group): void {
    const forgotten = new Set(group.states.flatMap((s) => (s.state === null ? [placeOf(s)] : [])));
    for (const a of group.answers)
      if (this.answers.has(`${placeOf(a)}\u0000${a.id}`)) throw new Duplicate(`command ${a.key} ${a.id}`);
    for (const t of group.timeline) {
      const rows = forgotten.has(placeOf(t)) ? [] : (this.timeline.get(placeOf(t)) ?? []);
      if (rows.some(({ seq }) => seq === t.seq)) throw new Duplicate(`timeline ${t.key} ${t.seq}`);
    }
  }

  /** The outbox rows of a group. Their counters stay locked until the end, so that commit order is sequence order. */
  private async number(outputs: readonly Encoded[], held: string[], step: Step): Promise<OutboxRow[]> {
    const rows: OutboxRow[] = [];
    const partitions = [...new Set(outputs.map((o) => o.partition))].sort((a, b) => a - b);
    for (const n of partitions) {
      await step('number');
      await this.locks.take(`shard/${n}`, held);
    }
    for (const task of partitions) {
      const counter = this.shards.get(task);
      if (counter === undefined) throw new Error(`there is no shard ${task}`);
      const shard = `${this.service}/${task}@${counter.incarnation}`;
      const firstSeq = counter.seq + 1;
      const records = outputs.filter((o) => o.partition === task);
      rows.push({ id: derivedId(`${shard}/${firstSeq}`), task, shard, firstSeq, records: structuredClone(records) });
    }
    return rows;
  }

  private apply(group: Group, rows: readonly OutboxRow[], guards: readonly TaskGuard[]): void {
    for (const guard of guards) {
      const task = this.memory.tasks.get(guard.n);
      if (task === undefined) continue;
      task.version++;
      task.offsets = { ...guard.offsets };
      for (const d of guard.dedupe) task.dedupe.set(`${d.topic}|${d.shard}`, d.seq);
    }
    for (const { stage, key, state, due } of group.states) {
      const place = placeOf({ stage, key });
      if (state === null) {
        this.memory.states.delete(place);
        this.timeline.delete(place);
      } else {
        const data: unknown = JSON.parse(JSON.stringify(state));
        this.memory.states.set(place, { task: partitionOf(key, PARTITIONS), schema: 1, due, data, tables: {} });
      }
    }
    for (const a of group.answers)
      this.answers.set(`${placeOf(a)}\u0000${a.id}`, JSON.parse(JSON.stringify(a.answer)) as Answer);
    for (const t of group.timeline) this.timeline.set(placeOf(t), [...(this.timeline.get(placeOf(t)) ?? []), t]);
    this.evidence.push(...group.evidence);
    for (const row of rows) {
      const counter = this.shards.get(row.task);
      if (counter !== undefined) counter.seq += row.records.length;
      this.memory.outbox.set(row.id, row);
    }
  }
}
