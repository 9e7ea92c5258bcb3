import { Map as PersistentMap } from 'immutable';

/**
 * Many rows under one key (a pool's waiting hand-offs): an immutable map that remembers which ids changed since it was last saved,
 * so that one event writes what it changed and not the whole pool. Every method is O(log n); `values` and `ids` are O(n).
 * Iteration order is not insertion order: sort what must be ordered.
 */
export class Table<R> {
  private constructor(
    private readonly rows: PersistentMap<string, R>,
    private readonly touched: PersistentMap<string, true>,
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
    return new Table(this.rows.set(id, row), this.touched.set(id, true));
  }
  delete(id: string): Table<R> {
    return this.rows.has(id) ? new Table(this.rows.delete(id), this.touched.set(id, true)) : this;
  }
  values(): R[] {
    return [...this.rows.values()];
  }
  ids(): string[] {
    return [...this.rows.keys()];
  }
  /** The ids set or deleted since `saved`. */
  changes(): string[] {
    return [...this.touched.keys()];
  }
  /** The same rows with nothing left to save. */
  saved(): Table<R> {
    return this.touched.size === 0 ? this : new Table(this.rows, PersistentMap());
  }
}
