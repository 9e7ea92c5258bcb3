import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { asText, groupBy } from './outside-reader.ts';

/** As often as the shipped teams file says. */
const MAX_ATTEMPTS = 3;

/** A callback is tried in order and at most three times, is said to be overdue at most once, and has at most one end. */
export const callbacks: Invariant = (_, events) => {
  const faults: string[] = [];
  const lifecycles = groupBy(
    (events.get(topics.routing.name) ?? []).filter((e) => e.type.startsWith('Callback')),
    (e) => asText(e.data.handoffId),
  );
  for (const [id, lifecycle] of lifecycles) {
    const of = (type: string) => lifecycle.filter((e) => e.type === type);
    const attempts = of('CallbackAttempted').map((e) => Number(e.data.attempt));
    if (attempts.some((attempt, n) => attempt !== n + 1) || attempts.length > MAX_ATTEMPTS)
      faults.push(`callback ${id} was tried as ${attempts.join(', ')}`);
    for (const type of ['CallbackBooked', 'CallbackOverdue', 'CallbackEnded'])
      if (of(type).length > 1) faults.push(`callback ${id}: ${type} ${of(type).length} times`);
  }
  return faults;
};
