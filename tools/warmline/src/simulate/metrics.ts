import { mean, sum } from 'd3-array';
import type { SimulationResult } from './run.ts';

/** Of the requests after the warm-up; seconds and shares. */
export interface Waits {
  readonly requests: number;
  readonly served: number;
  /** Abandoned requests, as a share of the requests. */
  readonly abandoned: number;
  /** Served within SERVICE_LEVEL_SECONDS, as a share of the requests. */
  readonly serviceLevel: number;
  /** Of the served requests. */
  readonly mean: number;
  readonly p50: number;
  readonly p80: number;
  readonly p95: number;
  /** The longest wait of any request, until it was served or abandoned. */
  readonly longest: number;
}

export interface Occupancy {
  readonly agents: number;
  /** Capacity in use, as a share of the capacity on duty. */
  readonly occupancy: number;
  readonly lowest: number;
  readonly highest: number;
  /** Coefficient of variation of the occupancy over the agents: 0 = all alike. */
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

/** The smallest value that a share of them does not exceed (nearest rank); 0 without values. */
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

const occupancyOf = (agents: SimulationResult['agents']): Occupancy => {
  const shares = agents
    .filter(({ capacitySeconds: open }) => open > 0)
    .map(({ busySeconds: busy, capacitySeconds: open }) => busy / open);
  const open = sum(agents, (agent) => agent.capacitySeconds);
  const centre = mean(shares) ?? 0;
  const deviation = Math.sqrt(mean(shares, (share) => (share - centre) ** 2) ?? 0);
  return {
    agents: shares.length,
    occupancy: open === 0 ? 0 : sum(agents, (agent) => agent.busySeconds) / open,
    lowest: shares.length === 0 ? 0 : Math.min(...shares),
    highest: Math.max(0, ...shares),
    variation: centre === 0 ? 0 : deviation / centre,
  };
};

/** By group, in order of first appearance, and of `all`. */
const groupMetrics = <T, F>(
  rows: readonly T[],
  of: (row: T) => string,
  figure: (rows: readonly T[]) => F,
): Record<string, F> => {
  const groups = Map.groupBy(rows, of);
  return { ...Object.fromEntries([...groups].map(([name, some]) => [name, figure(some)])), all: figure(rows) };
};

/** `from`: the end of the warm-up, seconds. */
export const metricsOf = ({ requests, agents }: SimulationResult, from: number): SimulationMetrics => ({
  waits: groupMetrics(
    requests.filter(({ t }) => t >= from),
    ({ subject }) => subject,
    waitsOf,
  ),
  occupancy: groupMetrics(agents, ({ member }) => member.teams.join('+'), occupancyOf),
});
