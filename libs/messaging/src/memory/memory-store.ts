import type { Instant } from '@warmline/contracts';
import { stateId } from '../batch.ts';
import type { JournalRow } from '../decider.ts';
import { derivedId } from '../ids.ts';
import type { Commit, DueKey, OutboxRow, Store, StoredState, TaskRow } from '../store.ts';

interface StateRow extends StoredState {
  readonly task: number;
  readonly due: Instant | null;
}

/** The Store in memory, for tests and simulation. It copies values in and out as a database does. */
export class MemoryStore implements Store {
  readonly tasks = new Map<
    number,
    { incarnation: string; version: number; seq: number; offsets: Record<string, number>; dedupe: Map<string, number> }
  >();
  readonly states = new Map<string, StateRow>();
  readonly outbox = new Map<string, OutboxRow>();
  readonly journalRows = new Map<string, JournalRow[]>();

  async takeOver(n: number): Promise<TaskRow> {
    const task = this.tasks.get(n) ?? {
      incarnation: derivedId(`memory/${n}`),
      version: 0,
      seq: 0,
      offsets: {},
      dedupe: new Map<string, number>(),
    };
    task.version++;
    this.tasks.set(n, task);
    return {
      n,
      incarnation: task.incarnation,
      version: task.version,
      seq: task.seq,
      offsets: { ...task.offsets },
      dedupe: new Map(task.dedupe),
    };
  }

  async unpublishedRows(n: number): Promise<OutboxRow[]> {
    return [...this.outbox.values()].filter((row) => row.task === n).sort((a, b) => a.firstSeq - b.firstSeq);
  }

  async load(stage: string, keys: readonly string[], _tables: boolean): Promise<Map<string, StoredState>> {
    const found = new Map<string, StoredState>();
    for (const key of keys) {
      const row = this.states.get(stateId(stage, key));
      if (row) found.set(key, structuredClone({ schema: row.schema, data: row.data, tables: row.tables }));
    }
    return found;
  }

  async journal(stage: string, keys: readonly string[], limit: number): Promise<Map<string, JournalRow[]>> {
    return new Map(
      keys.map((key) => [key, structuredClone((this.journalRows.get(stateId(stage, key)) ?? []).slice(-limit))]),
    );
  }

  async dueKeys(n: number, upTo: Instant, limit: number): Promise<{ keys: DueKey[]; next: Instant | null }> {
    const keys: DueKey[] = [];
    let next: Instant | null = null;
    for (const [id, row] of this.states) {
      if (row.task !== n || row.due === null) continue;
      const [stage = '', key = ''] = id.split('\u0000');
      if (row.due <= upTo) keys.push({ stage, key, due: row.due });
      else next = Math.min(next ?? row.due, row.due);
    }
    keys.sort((a, b) => a.due - b.due || (a.key < b.key ? -1 : 1));
    return { keys: keys.slice(0, limit), next: keys.length > limit ? (keys[limit]?.due ?? next) : next };
  }

  async commit(commit: Commit): Promise<'committed' | 'stale'> {
    if (commit.tasks.some((t) => this.tasks.get(t.n)?.version !== t.expected)) return 'stale';
    for (const t of commit.tasks) {
      const task = this.tasks.get(t.n);
      if (task === undefined) continue;
      task.version++;
      task.offsets = { ...t.offsets };
      for (const d of t.dedupe) task.dedupe.set(`${d.topic}|${d.shard}`, d.seq);
      if (t.outbox) {
        task.seq += t.outbox.records.length;
        this.outbox.set(t.outbox.id, structuredClone(t.outbox));
      }
    }
    for (const j of commit.journal) {
      const id = stateId(j.stage, j.key);
      const existing = this.journalRows.get(id) ?? [];
      if (!existing.some((r) => r.seq === j.seq)) existing.push({ seq: j.seq, row: JSON.parse(j.row) });
      existing.sort((a, b) => a.seq - b.seq);
      this.journalRows.set(id, existing);
    }
    for (const c of commit.states) {
      const id = stateId(c.stage, c.key);
      if (c.data === null) {
        this.states.delete(id);
        this.journalRows.delete(id);
        continue;
      }
      const tables: Record<string, (readonly [string, unknown])[]> = {};
      for (const [name, existing] of Object.entries(this.states.get(id)?.tables ?? {})) tables[name] = [...existing];
      for (const e of c.entities) {
        const rest = (tables[e.table] ?? []).filter(([row]) => row !== e.id);
        tables[e.table] = e.data === null ? rest : [...rest, [e.id, JSON.parse(e.data)]];
      }
      this.states.set(id, { task: c.task, schema: c.schema, due: c.due, data: JSON.parse(c.data), tables });
    }
    await this.deleteOutboxRows(commit.publishedRowIds);
    return 'committed';
  }

  async deleteOutboxRows(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.outbox.delete(id);
  }

  isDataError(): boolean {
    return false;
  }
}
