import type { InputOutcome } from './batch.ts';

/** Measurements of the runtime: Prometheus metrics in a service, nothing in tests. */
export interface Observer {
  inputHandled(service: string, tally: InputOutcome): void;
  committed(commitSeconds: number, batchSeconds: number, records: number): void;
  published(seconds: number, records: number): void;
  /** How long the rules of a stage took for one event of a topic; `command` for a request or a bot's reply, `tick` for a timer. */
  rulesRan(topic: string, stage: string, seconds: number): void;
  brokerFailed(operation: 'append' | 'read'): void;
  outboxBacklog(rows: number): void;
  taskTakenOver(task: number): void;
  commitWasStale(): void;
  /** Tasks that stopped because records they have to read, or have read, are not in the log. */
  tasksStopped(tasks: number): void;
  /** Records that are not handled, and the age of the oldest fetched one in seconds. */
  lag(topic: string, records: number, seconds: number): void;
}

export const noopObserver: Observer = {
  inputHandled: () => {},
  committed: () => {},
  published: () => {},
  rulesRan: () => {},
  brokerFailed: () => {},
  outboxBacklog: () => {},
  taskTakenOver: () => {},
  commitWasStale: () => {},
  tasksStopped: () => {},
  lag: () => {},
};

/** Measurements of the executor: waiting commands, and refused ones with the reason. */
export interface CommandObserver {
  waiting(commands: number): void;
  refused(reason: 'queue-full' | 'timed-out'): void;
  rulesRan: Observer['rulesRan'];
}
