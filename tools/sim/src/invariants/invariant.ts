import type { Violation } from '@warmline/testing/history-violation';
import type { History } from '../history.ts';
import type { ReadEvent } from './outside-reader.ts';

export type Events = ReadonlyMap<string, readonly ReadEvent[]>;

/** A rule that holds for every history, whatever faults were injected; answers its violations, in words. */
export type Invariant = (history: History, events: Events) => readonly string[];

export const describeViolation = ({ kind, rule, what, where }: Violation): string =>
  `${kind}, ${rule}: ${what} (${where.join(', ')})`;
