/** When a stream was heard last, in milliseconds of this browser's clock. */
export interface Liveness {
  readonly heardAt: number;
  readonly isOpen: boolean;
  /** Attempts to open it since it was open. */
  readonly attempt: number;
  /** Interval of its heartbeats, once it has sent one. */
  readonly everyMs?: number;
}

/** A connection that takes longer to open is given up: a browser may wait two minutes on one from before a cut. Doubled with each attempt. */
const FIRST_OPENING_TIMEOUT_MS = 2_000;
const LAST_OPENING_TIMEOUT_MS = 16_000;
const MISSED_HEARTBEATS = 2.5;

export const neverOpened: Liveness = { heardAt: 0, isOpen: false, attempt: 0 };

export const opening = (before: Liveness, now: number): Liveness => ({
  heardAt: now,
  isOpen: false,
  attempt: before.attempt + 1,
});

/** The stream is open, or sent a heartbeat that names its interval. */
export const heard = (before: Liveness, now: number, everyMs = before.everyMs): Liveness => ({
  heardAt: now,
  isOpen: true,
  attempt: 0,
  ...(everyMs === undefined ? {} : { everyMs }),
});

export const isSilent = ({ heardAt, isOpen, attempt, everyMs = Infinity }: Liveness, now: number): boolean => {
  const openingTimeoutMs = Math.min(FIRST_OPENING_TIMEOUT_MS * 2 ** (attempt - 1), LAST_OPENING_TIMEOUT_MS);
  return now - heardAt > (isOpen ? MISSED_HEARTBEATS * everyMs : openingTimeoutMs);
};
