import { Map as PersistentMap } from 'immutable';

/**
 * Many rows under one key (a pool's waiting hand-offs): an immutable map that remembers which ids changed since it was last saved,
 * so that one event writes what it changed and not the whole pool. Every method is O(log n); `values` and `ids` are O(n).
 * Iteration order is not insertion order: sort what must be ordered.
 */
export class Table<R> {
  #kept: { readonly compute: object; readonly value: unknown } | undefined;

  private constructor(
    private readonly rows: PersistentMap<string, R>,
    private readonly changedRows: PersistentMap<string, true>,
  ) {}

  static of<R>(entries: Iterable<readonly [string, R]> = []): Table<R> {
    return new Table(PersistentMap(entries as Iterable<[string, R]>), PersistentMap());
  }

  get size(): number {
    return this.rows.size;
  }
  get(id: string): R | undefined {
    return this.rows.get(id);
  }
  has(id: string): boolean {
    return this.rows.has(id);
  }
  set(id: string, row: R): Table<R> {
    return new Table(this.rows.set(id, row), this.changedRows.set(id, true));
  }
  delete(id: string): Table<R> {
    return this.rows.has(id) ? new Table(this.rows.delete(id), this.changedRows.set(id, true)) : this;
  }
  values(): R[] {
    return [...this.rows.values()];
  }
  ids(): string[] {
    return [...this.rows.keys()];
  }
  /** The ids set or deleted since `saved`. */
  changedIds(): string[] {
    return [...this.changedRows.keys()];
  }
  /** The same rows with nothing left to save. */
  saved(): Table<R> {
    if (this.changedRows.size === 0) return this;
    const saved = new Table(this.rows, PersistentMap());
    saved.#kept = this.#kept;
    return saved;
  }
  /**
   * What `by` makes of the rows, made once for these rows, saved or not. `after` is what it made of the rows before the last change,
   * for what can follow a change: then nothing is made anew. Neither saved nor compared.
   */
  derive<T>(compute: Derivation<R, T>, fromPrevious?: () => T): T {
    if (this.#kept?.compute === compute) return this.#kept.value as T;
    const value = fromPrevious === undefined ? compute(this) : fromPrevious();
    this.#kept = { compute, value };
    return value;
  }
}

/** A pure function of the rows; the same function is the same derivation. */
export type Derivation<R, T> = (table: Table<R>) => T;
