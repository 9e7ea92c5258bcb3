import type { InputOutcome } from './batch.ts';

/** What the runtime tells whoever counts: Prometheus in a service, nothing in a test. */
export interface Observer {
  inputHandled(service: string, tally: InputOutcome): void;
  committed(commitSeconds: number, batchSeconds: number, records: number): void;
  published(seconds: number, records: number): void;
  outboxBacklog(rows: number): void;
  taskTakenOver(task: number): void;
  guardFailed(): void;
  lag(topic: string, records: number): void;
}

export const noopObserver: Observer = {
  inputHandled: () => {},
  committed: () => {},
  published: () => {},
  outboxBacklog: () => {},
  taskTakenOver: () => {},
  guardFailed: () => {},
  lag: () => {},
};

/** What the executor tells: how many commands wait, and which were refused and why. */
export interface CommandObserver {
  waiting(commands: number): void;
  refused(reason: 'full' | 'late'): void;
}
