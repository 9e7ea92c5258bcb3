import type { Invariant } from './invariant.ts';
import type { ReadEvent } from './outside-reader.ts';

/** Every committed output is published, and in each partition the outputs of one key are read in the order of their commits. */
export const outputs: Invariant = ({ services }, events) => {
  const faults: string[] = [];
  const readOf = new Map<string, ReadEvent>();
  for (const list of events.values())
    for (const read of list) if (read.headers.dlq_source === undefined) readOf.set(read.id, read);
  for (const [service, { appliedInputs: applied }] of services) {
    const lastOf = new Map<string, ReadEvent>();
    for (const { stage, key, outputs } of applied)
      for (const { id, type } of outputs) {
        const read = readOf.get(id);
        if (read === undefined) {
          faults.push(`${service} ${stage}/${key}: ${type} ${id} is committed, and no reader has it`);
          continue;
        }
        const place = `${stage}/${key} in ${read.topic}/${read.partition}`;
        const last = lastOf.get(place);
        if (last !== undefined && last.offset > read.offset)
          faults.push(
            `${service} ${place}: ${type} ${id} was committed after ${last.type} ${last.id} and is read before it`,
          );
        lastOf.set(place, read);
      }
  }
  return faults;
};
