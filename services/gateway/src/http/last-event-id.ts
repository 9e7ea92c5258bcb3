import { z } from 'zod';
import { invalidLastEventId } from './problems.ts';

/** Parameters of a stream. `heartbeat`: the client wants to see heartbeats. */
export const streamQuery = z.strictObject({ heartbeat: z.stringbool().default(false) });

/** Where a stream starts: after a sequence, or over again at `first` (0 = from the first event). */
export interface StreamStart {
  readonly after: number;
  /** The client has events that do not exist any more; it is told to forget them. */
  readonly startsOver: boolean;
}

/**
 * An id above `last`, the sequence of the last event there is, comes from before the database was restored. A client that waited for
 * the next one would miss all until then, so its stream starts over at `first`. Without an id a stream starts at `first` too.
 */
export const streamStart = (lastEventId: string | undefined, last: number, first = 0): StreamStart => {
  if (lastEventId === undefined || lastEventId === '') return { after: first, startsOver: false };
  if (!/^\d{1,15}$/.test(lastEventId)) throw invalidLastEventId(lastEventId);
  const after = Number(lastEventId);
  return after > last ? { after: first, startsOver: true } : { after, startsOver: false };
};
