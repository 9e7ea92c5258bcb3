import { mean, sum } from 'd3-array';
import type { SimulationResult } from './run.ts';

/** Of the requests after the warm-up; seconds and shares. */
export interface Waits {
  readonly requests: number;
  readonly served: number;
  /** Who gave up, as a share of the requests. */
  readonly abandoned: number;
  /** Served within `WITHIN` seconds, as a share of the requests. */
  readonly serviceLevel: number;
  /** Of those served. */
  readonly mean: number;
  readonly p50: number;
  readonly p80: number;
  readonly p95: number;
  /** The longest wait of anyone, to the agent or to giving up. */
  readonly longest: number;
}

export interface Occupancy {
  readonly agents: number;
  /** Slots with a conversation, as a share of those on duty. */
  readonly occupancy: number;
  readonly lowest: number;
  readonly highest: number;
  /** Of the agents' occupancies: 0 = all alike. */
  readonly variation: number;
}

export interface SimulationMetrics {
  /** By subject, and `all`. */
  readonly waits: Readonly<Record<string, Waits>>;
  /** By team, or teams, and `all`. */
  readonly occupancy: Readonly<Record<string, Occupancy>>;
}

/** Seconds of the service level. */
export const SERVICE_LEVEL_SECONDS = 60;

/** The smallest value that a share of them does not exceed; 0 of none. */
const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0;

const waitsOf = (requests: SimulationResult['requests']): Waits => {
  const served = requests.filter(({ outcome }) => outcome === 'served').map(({ waited }) => waited ?? 0);
  const ascending = served.sort((a, b) => a - b);
  const share = (n: number): number => (requests.length === 0 ? 0 : n / requests.length);
  return {
    requests: requests.length,
    served: served.length,
    abandoned: share(requests.filter(({ outcome }) => outcome === 'abandoned').length),
    serviceLevel: share(served.filter((wait) => wait <= SERVICE_LEVEL_SECONDS).length),
    mean: mean(served) ?? 0,
    p50: quantile(ascending, 0.5),
    p80: quantile(ascending, 0.8),
    p95: quantile(ascending, 0.95),
    longest: requests.reduce((longest, { waited }) => Math.max(longest, waited ?? 0), 0),
  };
};

const occupancyOf = (seats: SimulationResult['agents']): Occupancy => {
  const shares = seats
    .filter(({ capacitySeconds: open }) => open > 0)
    .map(({ busySeconds: busy, capacitySeconds: open }) => busy / open);
  const open = sum(seats, (seat) => seat.capacitySeconds);
  const centre = mean(shares) ?? 0;
  const deviation = Math.sqrt(mean(shares, (share) => (share - centre) ** 2) ?? 0);
  return {
    agents: shares.length,
    occupancy: open === 0 ? 0 : sum(seats, (seat) => seat.busySeconds) / open,
    lowest: shares.length === 0 ? 0 : Math.min(...shares),
    highest: Math.max(0, ...shares),
    variation: centre === 0 ? 0 : deviation / centre,
  };
};

/** By what `of` says of each, in the order of first sight, and of `all`. */
const groupMetrics = <T, F>(
  rows: readonly T[],
  of: (row: T) => string,
  figure: (rows: readonly T[]) => F,
): Record<string, F> => {
  const groups = Map.groupBy(rows, of);
  return { ...Object.fromEntries([...groups].map(([name, some]) => [name, figure(some)])), all: figure(rows) };
};

/** `from`: where the warm-up ends, seconds. */
export const metricsOf = ({ requests, agents: seats }: SimulationResult, from: number): SimulationMetrics => ({
  waits: groupMetrics(
    requests.filter(({ t }) => t >= from),
    ({ subject }) => subject,
    waitsOf,
  ),
  occupancy: groupMetrics(seats, ({ member }) => member.teams.join('+'), occupancyOf),
});
