/** When a stream was heard last, in milliseconds of this browser's clock. */
export interface Liveness {
  readonly heardAt: number;
  /** False while the connection is being opened. */
  readonly isOpen: boolean;
  /** Interval of its heartbeats, once it has sent one. */
  readonly everyMs?: number;
}

/** A connection that takes longer to open is given up: a browser may wait two minutes for a network that was cut. */
const OPENING_TIMEOUT_MS = 5_000;
const MISSED_HEARTBEATS = 2.5;

export const opening = (now: number): Liveness => ({ heardAt: now, isOpen: false });

/** The stream is open, or sent a heartbeat that names its interval. */
export const heard = (before: Liveness, now: number, everyMs = before.everyMs): Liveness => ({
  heardAt: now,
  isOpen: true,
  ...(everyMs === undefined ? {} : { everyMs }),
});

export const isSilent = ({ heardAt, isOpen, everyMs = Infinity }: Liveness, now: number): boolean =>
  now - heardAt > (isOpen ? MISSED_HEARTBEATS * everyMs : OPENING_TIMEOUT_MS);
