/** One who waits in a future. */
export interface SimulatedCustomer {
  /** Of two, the one with the smaller key is taken first. */
  readonly key: number;
  readonly subject: number;
  /** The request, seconds. */
  readonly t: number;
  /** Where the wait is written; -1: of no interest. */
  readonly resultIndex: number;
  /** Takes no slot: one who is asked about, but is not there. */
  readonly isProbe: boolean;
  readonly abandonsAt: number;
  isTaken: boolean;
}

/**
 * A queue as lines of one subject and one credit each: within a line who came first opens first, so that only the first of each need be
 * looked at. Who gave up and is watched stays as a ghost, until a slot would have taken him.
 */
export interface SimulatedQueue {
  /** No earlier than those pushed before of the same subject and credit. */
  readonly push: (person: SimulatedCustomer) => void;
  /** The first for whom one with these openings is open at the instant. */
  readonly firstEligible: (opens: readonly number[], t: number) => SimulatedCustomer | null;
}

interface RouteLine {
  readonly subject: number;
  readonly customers: SimulatedCustomer[];
  head: number;
}

/** An opening is not missed for the last digit of a sum. */
export const TIME_TOLERANCE = 1e-6;

/** `notBefore`: by subject, the instant before which nobody of it is taken. */
export const simulatedQueue = (notBefore: readonly number[]): SimulatedQueue => {
  const lines: RouteLine[] = [];
  const known = new Map<number, RouteLine>();
  const headOf = (line: RouteLine, t: number): SimulatedCustomer | undefined => {
    for (; ; line.head++) {
      const person = line.customers[line.head];
      if (person === undefined || !(person.isTaken || (person.abandonsAt <= t && person.resultIndex < 0)))
        return person;
    }
  };
  return {
    push: (person) => {
      const credit = Math.round(person.t - person.key);
      const key = credit * 1_000 + person.subject;
      let line = known.get(key);
      if (line === undefined) {
        line = { subject: person.subject, customers: [], head: 0 };
        known.set(key, line);
        lines.push(line);
      }
      line.customers.push(person);
    },
    firstEligible: (opens, t) => {
      let best: SimulatedCustomer | null = null;
      for (const line of lines) {
        const opening = opens[line.subject] ?? 0;
        if (opening === Number.POSITIVE_INFINITY || (notBefore[line.subject] ?? 0) > t + TIME_TOLERANCE) continue;
        const person = headOf(line, t);
        if (person === undefined || opening > t - person.t + TIME_TOLERANCE) continue;
        if (best === null || person.key < best.key || (person.key === best.key && person.t < best.t)) best = person;
      }
      return best;
    },
  };
};
