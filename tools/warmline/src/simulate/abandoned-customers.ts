import { sampleAnswerTime } from './distributions.ts';
import { roundToMs, type SimulatedRequest } from './output-lines.ts';
import type { Scenario } from './scenario.ts';
import { freeCapacity, type SimulatedAgent } from './simulated-agent.ts';

/** Instants no further apart count as equal, seconds. */
const TIE = 1e-6;

export interface AbandonedCustomers {
  readonly add: (request: SimulatedRequest) => void;
  /** An agent got an offer of another request at `t`. */
  readonly onOffer: (agent: SimulatedAgent, other: SimulatedRequest, t: number) => void;
  /** Ends the wait of every customer whom an agent that is free at `t` may serve. */
  readonly checkFreeAgents: (t: number) => void;
  readonly remaining: () => number;
}

/**
 * The exact wait that customers who abandoned would have had: each stays in the queue without using capacity until an agent who may
 * serve them is free, or gets an offer of a request behind them. Each is considered alone: the others leave and are served as they
 * were.
 */
export const trackAbandonedCustomers = (agents: readonly SimulatedAgent[], scenario: Scenario): AbandonedCustomers => {
  const { subjects, credit_s } = scenario;
  let waiting: SimulatedRequest[] = [];
  const credited = ({ t, level }: SimulatedRequest): number => t - credit_s * level;
  /** A team opens after its delay; the first team with an agent on duty opens at once. */
  const mayServe = (agent: SimulatedAgent, customer: SimulatedRequest, t: number): boolean => {
    const { groups = [], fallback_after_s: delays = [] } = subjects[customer.subject] ?? {};
    const staffed = groups.findIndex((team) =>
      agents.some(({ status, member }) => status === 'online' && member.teams.includes(team)),
    );
    const open = (i: number): boolean => i === staffed || (i > staffed && t - customer.t >= (delays[i] ?? 0) - TIE);
    return staffed >= 0 && groups.some((team, i) => agent.member.teams.includes(team) && open(i));
  };
  const settleWhere = (canServe: (customer: SimulatedRequest) => boolean, t: number): void => {
    waiting = waiting.filter((customer) => {
      const found = canServe(customer);
      if (found) customer.offeredWait = roundToMs(t - customer.t + sampleAnswerTime(scenario, customer));
      return !found;
    });
  };
  return {
    add: (request) => void waiting.push(request),
    onOffer: (agent, other, t) =>
      settleWhere((customer) => credited(customer) < credited(other) && mayServe(agent, customer, t), t),
    checkFreeAgents: (t) => {
      if (waiting.length === 0) return;
      const free = agents.filter((agent) => freeCapacity(agent) > 0);
      if (free.length > 0) settleWhere((customer) => free.some((agent) => mayServe(agent, customer, t)), t);
    },
    remaining: () => waiting.length,
  };
};
