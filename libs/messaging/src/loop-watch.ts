/**
 * How liveness sees a loop of the runtime. While it works it must turn: each attempt of a retry is a turn, so a loop that waits for an
 * unavailable broker or database, or because of back-pressure, is alive; one whose promise never settles is not.
 */
export interface LoopWatch {
  /** The loop works, and has just come round. */
  turned(): void;
  /** The loop waits for work and need not turn. */
  idle(): void;
}
export type WatchLoop = (name: string) => LoopWatch;

export const unwatched: WatchLoop = () => ({ turned: () => {}, idle: () => {} });
