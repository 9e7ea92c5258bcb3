import type { ServiceData } from '../history.ts';
import type { Invariant } from './invariant.ts';

/** What is due is settled within this, by the true clock. */
const OVERDUE_AFTER_MS = 10_000;

/** States that wait for an instant that is past. */
export const overdueTimers = (
  services: Iterable<readonly [string, Pick<ServiceData, 'memory'>]>,
  now: number,
): string[] =>
  [...services].flatMap(([service, { memory }]) =>
    [...memory.states].flatMap(([id, { due }]) =>
      due !== null && due < now - OVERDUE_AFTER_MS
        ? [`${service} ${id.replace('\u0000', '/')} was due ${now - due} ms ago`]
        : [],
    ),
  );

/** When all is quiet nothing waits to be published, and no state waits for an instant that is past. */
export const unfinishedWork: Invariant = ({ services, end }) => [
  ...[...services].flatMap(([service, { memory }]) =>
    memory.outbox.size > 0 ? [`${service} has ${memory.outbox.size} rows that nobody published`] : [],
  ),
  ...overdueTimers(services, end),
];
