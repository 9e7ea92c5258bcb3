import { createHash } from 'node:crypto';
import type { History } from './history.ts';

/** A hash of the whole history: every request with its answers, every record, every state. The same seed gives the same hash. */
export const digest = ({ requests, deliveries, records, services, end }: History): string => {
  const hash = createHash('sha256');
  const add = (value: unknown): void => void hash.update(JSON.stringify(value));
  add([requests, deliveries, end]);
  for (const [topic, partitions] of records)
    for (const log of partitions)
      for (const { value, ...record } of log) add([topic, record, Buffer.from(value ?? []).toString()]);
  for (const [service, { memory, appliedInputs: applied, executor }] of services) {
    add([service, applied, [...memory.states], [...memory.outbox], [...memory.journalRows]]);
    for (const [n, task] of memory.tasks) add([n, task, [...task.dedupe]]);
    if (executor !== undefined) add([[...executor.timeline], [...executor.answers], executor.evidence]);
  }
  return hash.digest('hex').slice(0, 16);
};
