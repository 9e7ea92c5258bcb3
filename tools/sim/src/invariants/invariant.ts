import type { History } from '../history.ts';
import type { ReadEvent } from './outside-reader.ts';

export type Events = ReadonlyMap<string, readonly ReadEvent[]>;

/** What must hold of every history, however unkind its faults; answers what does not, in words. */
export type Invariant = (history: History, events: Events) => readonly string[];
