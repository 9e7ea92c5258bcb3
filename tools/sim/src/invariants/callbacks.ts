import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { grouped, text } from './reading.ts';

/** As often as the shipped teams file says. */
const ATTEMPTS = 3;

/** A callback is tried in order and at most three times, is said to be overdue at most once, and has at most one end. */
export const callbacks: Invariant = (_, events) => {
  const faults: string[] = [];
  const lives = grouped(
    (events.get(topics.routing.name) ?? []).filter((e) => e.type.startsWith('Callback')),
    (e) => text(e.data.handoffId),
  );
  for (const [id, life] of lives) {
    const of = (type: string) => life.filter((e) => e.type === type);
    const attempts = of('CallbackAttempted').map((e) => Number(e.data.attempt));
    if (attempts.some((attempt, n) => attempt !== n + 1) || attempts.length > ATTEMPTS)
      faults.push(`callback ${id} was tried as ${attempts.join(', ')}`);
    for (const type of ['CallbackBooked', 'CallbackOverdue', 'CallbackEnded'])
      if (of(type).length > 1) faults.push(`callback ${id}: ${type} ${of(type).length} times`);
  }
  return faults;
};
