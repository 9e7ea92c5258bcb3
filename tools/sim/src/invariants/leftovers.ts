import type { Invariant } from './invariant.ts';

/** What is due is settled within this, by the true clock. */
const SETTLED_MS = 10_000;

/** When all is quiet nothing waits to be published, and no state waits for an instant that is past. */
export const leftovers: Invariant = ({ services, end }) => {
  const faults: string[] = [];
  for (const [service, { memory }] of services) {
    if (memory.outbox.size > 0) faults.push(`${service} has ${memory.outbox.size} rows that nobody published`);
    for (const [id, { due }] of memory.states)
      if (due !== null && due < end - SETTLED_MS)
        faults.push(`${service} ${id.replace('\u0000', '/')} was due ${end - due} ms ago`);
  }
  return faults;
};
