/** A customer waiting in a simulation run. */
export interface SimulatedCustomer {
  /** The smaller key is taken first. */
  readonly key: number;
  readonly route: number;
  /** When the request was made, seconds. */
  readonly t: number;
  /** Where the wait is written; -1: it is not asked for. */
  readonly resultIndex: number;
  /** A customer who would join: takes no capacity. */
  readonly isProbe: boolean;
  readonly abandonsAt: number;
  isTaken: boolean;
}

/**
 * A queue of lines, one for each route and credit. Within a line the oldest request opens first, so only the head of each is examined. A
 * customer who abandoned and whose wait is asked for stays as a probe, until a capacity unit would have been theirs.
 */
export interface SimulatedQueue {
  /** Requests of one route and credit must be pushed in order of time. */
  readonly push: (customer: SimulatedCustomer) => void;
  /** The first customer whom an agent may take at `t`. `opensAfter`: by route, seconds after the request. */
  readonly firstEligible: (opensAfter: readonly number[], t: number) => SimulatedCustomer | null;
}

interface RouteLine {
  readonly route: number;
  readonly customers: SimulatedCustomer[];
  head: number;
}

/** Seconds; rounding errors below it do not delay an opening. */
export const TIME_TOLERANCE = 1e-6;

/** `notBefore`: by route, the instant before which nobody is taken. */
export const simulatedQueue = (notBefore: readonly number[]): SimulatedQueue => {
  const lines: RouteLine[] = [];
  const known = new Map<number, RouteLine>();
  const headOf = (line: RouteLine, t: number): SimulatedCustomer | undefined => {
    for (; ; line.head++) {
      const customer = line.customers[line.head];
      if (customer === undefined || !(customer.isTaken || (customer.abandonsAt <= t && customer.resultIndex < 0)))
        return customer;
    }
  };
  return {
    push: (customer) => {
      const credit = Math.round(customer.t - customer.key);
      const key = credit * 1_000 + customer.route;
      let line = known.get(key);
      if (line === undefined) {
        line = { route: customer.route, customers: [], head: 0 };
        known.set(key, line);
        lines.push(line);
      }
      line.customers.push(customer);
    },
    firstEligible: (opensAfter, t) => {
      let best: SimulatedCustomer | null = null;
      for (const line of lines) {
        const opening = opensAfter[line.route] ?? 0;
        if (opening === Number.POSITIVE_INFINITY || (notBefore[line.route] ?? 0) > t + TIME_TOLERANCE) continue;
        const customer = headOf(line, t);
        if (customer === undefined || opening > t - customer.t + TIME_TOLERANCE) continue;
        if (best === null || customer.key < best.key || (customer.key === best.key && customer.t < best.t))
          best = customer;
      }
      return best;
    },
  };
};
