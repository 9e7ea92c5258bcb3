import { PARTITION_COUNT } from '@warmline/contracts';
import type { EncodedEvent } from '../codec.ts';
import type {
  CommandGroup,
  ExecutorStore,
  LockedRows,
  LockRequest,
  TaskGuard,
  TimelineRow,
} from '../commands/executor-store.ts';
import type { Answer } from '../decider.ts';
import { derivedId } from '../ids.ts';
import { partitionOf } from '../partition.ts';
import type { OutboxRow, TaskRow } from '../store.ts';
import type { MemoryStore } from './memory-store.ts';
import { RowLocks } from './row-locks.ts';

/**
 * Called before each statement of a transaction, which runs when the promise resolves. A rejection is a
 * connection lost before it: the transaction is rolled back and its locks are released.
 */
export type StatementHook = (statement: 'guard' | 'lock' | 'answers' | 'write' | 'number' | 'commit') => Promise<void>;
const noDelay: StatementHook = async () => {};

class StaleGuardError extends Error {}
/** Stands for SQLSTATE 23505. */
class DuplicateRowError extends Error {}

const stateId = (row: { readonly stage: string; readonly key: string }): string => `${row.stage}\u0000${row.key}`;

/**
 * The ExecutorStore in memory, over the tables of a MemoryStore, with the locks of the Postgres store (READ COMMITTED): task
 * guards first, states in key order, shard counters in order last, all held until the end of the transaction; no write is
 * visible before. For tests and simulation: the caller decides when each statement runs, so that others can interleave.
 */
export class MemoryExecutorStore implements ExecutorStore {
  readonly answers = new Map<string, Answer>();
  readonly timeline = new Map<string, TimelineRow[]>();
  readonly evidence: CommandGroup['evidence'][number][] = [];
  readonly shards = new Map<number, { readonly incarnation: string; seq: number }>();
  private readonly locks = new RowLocks();

  constructor(
    private readonly memory: MemoryStore,
    private readonly service: string,
  ) {
    for (let n = 0; n < PARTITION_COUNT; n++)
      this.shards.set(n, { incarnation: derivedId(`memory/shard/${n}`), seq: 0 });
  }

  async transact(
    request: LockRequest,
    decide: (locked: LockedRows) => CommandGroup,
    onStatement: StatementHook = noDelay,
  ): Promise<readonly OutboxRow[] | 'stale'> {
    const heldLocks: string[] = [];
    try {
      if (request.guards.length > 0) await this.guard(request.guards, heldLocks, onStatement);
      const states = await this.lockStates(request, heldLocks, onStatement);
      const group = decide({ states, answers: await this.findAnswers(request, onStatement) });
      await onStatement('write');
      this.refuseDuplicates(group);
      const rows = await this.number(group.outputs, heldLocks, onStatement);
      await onStatement('commit');
      this.apply(group, rows, request.guards);
      return structuredClone(rows);
    } catch (error) {
      if (error instanceof StaleGuardError) return 'stale';
      throw error;
    } finally {
      this.locks.release(heldLocks);
    }
  }

  /** Waits for a transaction that holds the guard of the task, as an UPDATE of its row would. */
  async takeOver(n: number): Promise<TaskRow> {
    const heldLocks: string[] = [];
    try {
      await this.locks.lock(`task/${n}`, heldLocks);
      return await this.memory.takeOver(n);
    } finally {
      this.locks.release(heldLocks);
    }
  }

  /** Outbox rows of several tasks above a sequence each, by sequence; at most 1,000. */
  async outboxAfter(after: ReadonlyMap<number, number>): Promise<OutboxRow[]> {
    return [...this.memory.outbox.values()]
      .filter((row) => row.firstSeq > (after.get(row.task) ?? Number.POSITIVE_INFINITY))
      .sort((a, b) => a.firstSeq - b.firstSeq)
      .slice(0, 1_000);
  }

  isDataError(error: unknown): boolean {
    return error instanceof DuplicateRowError;
  }

  private async guard(guards: readonly TaskGuard[], heldLocks: string[], onStatement: StatementHook): Promise<void> {
    await onStatement('guard');
    for (const { n, expected } of guards) {
      await this.locks.lock(`task/${n}`, heldLocks);
      if (this.memory.tasks.get(n)?.version !== expected) throw new StaleGuardError();
    }
  }

  private async lockStates(
    { keys }: LockRequest,
    heldLocks: string[],
    onStatement: StatementHook,
  ): Promise<LockedRows['states']> {
    const ids = [...new Set(keys.map(stateId))].sort();
    for (const id of ids) {
      await onStatement('lock');
      await this.locks.lock(`state/${id}`, heldLocks);
    }
    return new Map(
      ids.map((id) => {
        const { schema = 1, data = null } = this.memory.states.get(id) ?? {};
        return [id, { schema, data: structuredClone(data) }];
      }),
    );
  }

  private async findAnswers({ ids }: LockRequest, onStatement: StatementHook): Promise<Map<string, Answer>> {
    const found = new Map<string, Answer>();
    if (ids.length > 0) await onStatement('answers');
    for (const id of ids) {
      const answerId = `${stateId(id)}\u0000${id.id}`;
      const answer = this.answers.get(answerId);
      if (answer !== undefined) found.set(answerId, answer);
    }
    return found;
  }

  private refuseDuplicates(group: CommandGroup): void {
    const deletedStates = new Set(group.states.flatMap((s) => (s.state === null ? [stateId(s)] : [])));
    for (const a of group.answers)
      if (this.answers.has(`${stateId(a)}\u0000${a.id}`)) throw new DuplicateRowError(`command ${a.key} ${a.id}`);
    for (const t of group.timeline) {
      const rows = deletedStates.has(stateId(t)) ? [] : (this.timeline.get(stateId(t)) ?? []);
      if (rows.some(({ seq }) => seq === t.seq)) throw new DuplicateRowError(`timeline ${t.key} ${t.seq}`);
    }
  }

  /** Numbers the outbox rows of a group. The counters stay locked until the end, so that commit order is sequence order. */
  private async number(
    outputs: readonly EncodedEvent[],
    heldLocks: string[],
    onStatement: StatementHook,
  ): Promise<OutboxRow[]> {
    const rows: OutboxRow[] = [];
    const partitions = [...new Set(outputs.map((o) => o.partition))].sort((a, b) => a - b);
    for (const n of partitions) {
      await onStatement('number');
      await this.locks.lock(`shard/${n}`, heldLocks);
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

  private apply(group: CommandGroup, rows: readonly OutboxRow[], guards: readonly TaskGuard[]): void {
    for (const guard of guards) {
      const task = this.memory.tasks.get(guard.n);
      if (task === undefined) continue;
      task.version++;
      task.offsets = { ...guard.offsets };
      for (const d of guard.dedupe) task.dedupe.set(`${d.topic}|${d.shard}`, d.seq);
    }
    for (const { stage, key, schema, state, due } of group.states) {
      const id = stateId({ stage, key });
      if (state === null) {
        this.memory.states.delete(id);
        this.timeline.delete(id);
      } else {
        const data: unknown = JSON.parse(JSON.stringify(state));
        this.memory.states.set(id, { task: partitionOf(key, PARTITION_COUNT), schema, due, data, tables: {} });
      }
    }
    for (const a of group.answers)
      this.answers.set(`${stateId(a)}\u0000${a.id}`, JSON.parse(JSON.stringify(a.answer)) as Answer);
    for (const t of group.timeline) this.timeline.set(stateId(t), [...(this.timeline.get(stateId(t)) ?? []), t]);
    this.evidence.push(...group.evidence);
    for (const row of rows) {
      const counter = this.shards.get(row.task);
      if (counter !== undefined) counter.seq += row.records.length;
      this.memory.outbox.set(row.id, row);
    }
  }
}
