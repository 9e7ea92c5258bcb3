/** Locks on named rows, granted in the order they were asked for and held until the transaction that took them ends. */
export class RowLocks {
  private readonly waiting = new Map<string, (() => void)[]>();

  /** Resolves once the row is ours; its name is in `held` from then on. */
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
