import type { Instant } from '@warmline/contracts';
import type { Stage } from './stage.ts';
import type { StateChange, StoredState } from './store.ts';
import { Table } from './table.ts';

/** A state in memory, with its stored due. */
export interface Entry {
  readonly state: unknown;
  readonly due: Instant | null;
}

/** A newer version of the service wrote the state row. This instance stops and leaves the task to one that can read it. */
export class NewerSchemaError extends Error {}

/** A stored state in the shape that this version of its stage reads; null where there is no state. Throws `NewerSchemaError`. */
export const upcastState = (
  { name, schema = 1, upcast }: Pick<Stage, 'name' | 'schema' | 'upcast'>,
  key: string,
  { schema: stored, data }: Pick<StoredState, 'schema' | 'data'>,
): unknown => {
  if (stored > schema)
    throw new NewerSchemaError(`${name}/${key}: state has schema ${stored}, this version reads ${schema}`);
  return stored < schema && data !== null && upcast !== undefined ? upcast(data, stored) : data;
};

export const restore = (stage: Stage, key: string, stored: StoredState): Entry => {
  const data = upcastState(stage, key, stored);
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

/** The rows to write for a state; of its tables only the changed rows. */
export const stateChange = (stage: Stage, key: string, task: number, entry: Entry): StateChange => {
  const base = { stage: stage.name, key, task, schema: stage.schema ?? 1 };
  if (entry.state === null) return { ...base, data: null, due: null, entities: [] };
  if (stage.tables === undefined) return { ...base, data: JSON.stringify(entry.state), due: entry.due, entities: [] };
  const root: Record<string, unknown> = { ...(entry.state as object) };
  const entities: StateChange['entities'][number][] = [];
  for (const name of stage.tables) {
    const table = root[name] as Table<unknown>;
    delete root[name];
    for (const id of table.changedIds()) {
      const row = table.get(id);
      entities.push({ table: name, id, data: row === undefined ? null : JSON.stringify(row) });
    }
  }
  return { ...base, data: JSON.stringify(root), due: entry.due, entities };
};

/** The entry for the cache after a confirmed commit: its tables have no unsaved changes. */
export const withoutChanges = (stage: Stage, entry: Entry): Entry => {
  if (stage.tables === undefined || entry.state === null) return entry;
  const state: Record<string, unknown> = { ...(entry.state as object) };
  for (const name of stage.tables) state[name] = (state[name] as Table<unknown>).saved();
  return { state, due: entry.due };
};

/**
 * Recently used states of one task, valid only during its lease. Two generations: a used state moves to the young one, and
 * once that holds half of `limit` the old one is dropped as a whole. Keeps at least the last `limit / 2` used states, with one look-up where an exact
 * LRU needs three.
 */
export class StateCache {
  private recent = new Map<string, Entry>();
  private old = new Map<string, Entry>();
  constructor(private readonly limit: number) {}

  /** Number of entries; one that is in both generations counts twice. */
  get size(): number {
    return this.recent.size + this.old.size;
  }
  get(id: string): Entry | undefined {
    const entry = this.recent.get(id);
    if (entry !== undefined) return entry;
    const older = this.old.get(id);
    if (older !== undefined) this.keep(id, older);
    return older;
  }
  set(id: string, entry: Entry): void {
    if (entry.state !== null) this.keep(id, entry);
    else {
      this.recent.delete(id);
      this.old.delete(id);
    }
  }
  private keep(id: string, entry: Entry): void {
    this.recent.set(id, entry);
    if (this.recent.size * 2 < this.limit) return;
    this.old = this.recent;
    this.recent = new Map();
  }
}
