import { Map as PersistentMap } from 'immutable';

/**
 * Many rows under one key (the waiting hand-offs of a pool): an immutable map that knows which ids changed since it was last saved,
 * so an event writes only the rows it changed. Every method is O(log n); `values` and `ids` are O(n).
 * Iteration order is not insertion order: sort what must be ordered.
 */
export class Table<R> {
  #derived: { readonly compute: object; readonly value: unknown } | undefined;

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
    saved.#derived = this.#derived;
    return saved;
  }
  /**
   * The value of `compute` for these rows, computed once per set of rows, saved or not. `fromPrevious` returns the value if it
   * can be derived from the previous one; then `compute` is not called. Cache; never persisted.
   */
  derive<T>(compute: Derivation<R, T>, fromPrevious?: () => T): T {
    if (this.#derived?.compute === compute) return this.#derived.value as T;
    const value = fromPrevious === undefined ? compute(this) : fromPrevious();
    this.#derived = { compute, value };
    return value;
  }
}

/** A pure function of the rows; the same function is the same derivation. */
export type Derivation<R, T> = (table: Table<R>) => T;
