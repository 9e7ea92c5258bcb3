import { DAY_SECONDS } from '@warmline/queue-wait-estimation/forecast';
import { type AbandonedCustomers, trackAbandonedCustomers } from './abandoned-customers.ts';
import type { Scenario } from './scenario.ts';
import type { ShiftEvent, StaffMember } from './shifts.ts';
import { accrueOccupancy, type SimulatedAgent } from './simulated-agent.ts';

export interface SimulatedStaff {
  readonly agents: readonly SimulatedAgent[];
  readonly abandonedCustomers: AbandonedCustomers;
  readonly agent: (id: string) => SimulatedAgent | undefined;
  readonly setStatus: (agent: SimulatedAgent, status: ShiftEvent['status'], t: number) => void;
  /** An agent whose shift is over signs off when their last conversation has ended. */
  readonly signOffIfIdle: (agent: SimulatedAgent, t: number) => void;
  /** An agent who missed an offer reports that they are available. */
  readonly reportAvailable: (agent: SimulatedAgent, t: number) => void;
}

/** The agents, and the customers who abandoned. `sendPresence` tells the deciders. */
export const simulatedStaff = (
  members: readonly StaffMember[],
  scenario: Scenario,
  sendPresence: (agent: SimulatedAgent, status: ShiftEvent['status'], t: number) => void,
): SimulatedStaff => {
  const countedAt = scenario.warmup_days * DAY_SECONDS;
  const none = { conversations: 0, offers: 0, wrapUps: 0, capacitySeconds: 0, busySeconds: 0 };
  const agents = members.map((member): SimulatedAgent => ({ member, status: 'offline', ...none, countedAt }));
  const byId = new Map(agents.map((agent) => [agent.member.id, agent]));
  return {
    agents,
    abandonedCustomers: trackAbandonedCustomers(agents, scenario),
    agent: (id) => byId.get(id),
    setStatus: (agent, status, t) => {
      accrueOccupancy(agent, t);
      agent.status = status;
      sendPresence(agent, status === 'offline' && agent.conversations > 0 ? 'away' : status, t);
    },
    signOffIfIdle: (agent, t) => {
      if (agent.status === 'offline' && agent.conversations === 0) sendPresence(agent, 'offline', t);
    },
    reportAvailable: (agent, t) => {
      if (agent.status === 'online') sendPresence(agent, 'online', t);
    },
  };
};
