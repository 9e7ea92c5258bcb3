/** Locks on named rows, granted in the order of requests and held until the end of the transaction. */
export class RowLocks {
  private readonly waiting = new Map<string, (() => void)[]>();

  /** Resolves once the row is locked; adds its name to `held`. */
  async lock(row: string, held: string[]): Promise<void> {
    if (held.includes(row)) return;
    const queue = this.waiting.get(row);
    if (queue === undefined) this.waiting.set(row, []);
    else await new Promise<void>((granted) => queue.push(granted));
    held.push(row);
  }

  release(held: readonly string[]): void {
    for (const row of held) {
      const next = this.waiting.get(row)?.shift();
      if (next === undefined) this.waiting.delete(row);
      else next();
    }
  }
}
