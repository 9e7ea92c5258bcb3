import type { Instant } from '@warmline/contracts';
import type { Stage } from './stage.ts';
import type { StateChange, StoredState } from './store.ts';
import { Table } from './table.ts';

/** A state in memory with the due it was saved under. */
export interface Entry {
  readonly state: unknown;
  readonly due: Instant | null;
}

/** A state row was written by a newer version of this service: the task is left to whoever can read it. */
export class NewerSchema extends Error {}

export const restore = (stage: Stage, key: string, stored: StoredState): Entry => {
  const mine = stage.schema ?? 1;
  if (stored.schema > mine)
    throw new NewerSchema(`${stage.name}/${key}: state has schema ${stored.schema}, this version reads ${mine}`);
  let data = stored.data;
  if (stored.schema < mine) data = stage.upcast ? stage.upcast(data, stored.schema) : data;
  const state =
    stage.tables === undefined
      ? data
      : Object.assign(
          {},
          data,
          Object.fromEntries(stage.tables.map((name) => [name, Table.of(stored.tables[name] ?? [])])),
        );
  return { state, due: stage.step.due(state) };
};

/** What must be written for a state; of its tables only the rows that changed. */
export const change = (stage: Stage, key: string, task: number, entry: Entry): StateChange => {
  const base = { stage: stage.name, key, task, schema: stage.schema ?? 1 };
  if (entry.state === null) return { ...base, data: null, due: null, entities: [] };
  if (stage.tables === undefined) return { ...base, data: JSON.stringify(entry.state), due: entry.due, entities: [] };
  const root: Record<string, unknown> = { ...(entry.state as object) };
  const entities: StateChange['entities'][number][] = [];
  for (const name of stage.tables) {
    const table = root[name] as Table<unknown>;
    delete root[name];
    for (const id of table.changes()) {
      const row = table.get(id);
      entities.push({ table: name, id, data: row === undefined ? null : JSON.stringify(row) });
    }
  }
  return { ...base, data: JSON.stringify(root), due: entry.due, entities };
};

/** The entry as it enters the cache after a confirmed commit. */
export const settled = (stage: Stage, entry: Entry): Entry => {
  if (stage.tables === undefined || entry.state === null) return entry;
  const state: Record<string, unknown> = { ...(entry.state as object) };
  for (const name of stage.tables) state[name] = (state[name] as Table<unknown>).saved();
  return { state, due: entry.due };
};

/** Least recently used states of one task; valid only while the task's version holds. */
export class StateCache {
  private readonly entries = new Map<string, Entry>();
  constructor(private readonly limit: number) {}

  get(id: string): Entry | undefined {
    const entry = this.entries.get(id);
    if (entry !== undefined) {
      this.entries.delete(id);
      this.entries.set(id, entry);
    }
    return entry;
  }
  set(id: string, entry: Entry): void {
    this.entries.delete(id);
    if (entry.state === null) return;
    this.entries.set(id, entry);
    if (this.entries.size > this.limit) {
      const oldest = this.entries.keys().next().value;
      if (oldest !== undefined) this.entries.delete(oldest);
    }
  }
}
