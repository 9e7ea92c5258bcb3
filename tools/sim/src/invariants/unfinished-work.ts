import type { ServiceData } from '../history.ts';
import type { Invariant } from './invariant.ts';

/** A timer fires within this time, by the true clock. */
const OVERDUE_AFTER_MS = 10_000;

/** States whose timer is overdue. */
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

/** A quiescent system has no unpublished rows and no overdue timer. */
export const unfinishedWork: Invariant = ({ services, end }) => [
  ...[...services].flatMap(([service, { memory }]) =>
    memory.outbox.size > 0 ? [`${service} has ${memory.outbox.size} unpublished outbox rows`] : [],
  ),
  ...overdueTimers(services, end),
];
