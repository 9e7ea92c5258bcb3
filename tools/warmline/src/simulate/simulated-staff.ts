import { DAY_SECONDS } from '@warmline/queue-wait-estimation/forecast';
import { type AbandonedCustomers, trackAbandonedCustomers } from './abandoned-customers.ts';
import type { Scenario } from './scenario.ts';
import type { ShiftEvent, StaffMember } from './shifts.ts';

/** An agent on the floor. */
export interface SimulatedAgent {
  readonly member: StaffMember;
  status: ShiftEvent['status'];
  /** Under way. */
  conversations: number;
  offers: number;
  wrapUps: number;
  /** Slot-seconds on duty, and of them with a conversation, since the warm-up. */
  capacitySeconds: number;
  busySeconds: number;
  countedAt: number;
}

export const freeCapacity = ({ member, status, conversations: chats, offers, wrapUps }: SimulatedAgent): number =>
  status === 'online' ? member.capacity - chats - offers - wrapUps : 0;

/** Counts what passed until `t`; before anything changes. */
export const accrueOccupancy = (seat: SimulatedAgent, t: number): void => {
  if (t <= seat.countedAt) return;
  if (seat.status === 'online') {
    seat.capacitySeconds += (t - seat.countedAt) * seat.member.capacity;
    seat.busySeconds += (t - seat.countedAt) * Math.min(seat.conversations, seat.member.capacity);
  }
  seat.countedAt = t;
};

export interface SimulatedStaff {
  readonly agents: readonly SimulatedAgent[];
  readonly abandonedCustomers: AbandonedCustomers;
  readonly agent: (id: string) => SimulatedAgent | undefined;
  readonly setStatus: (agent: SimulatedAgent, status: ShiftEvent['status'], t: number) => void;
  /** Whose shift is over goes when his last conversation has ended. */
  readonly signOffIfIdle: (agent: SimulatedAgent, t: number) => void;
  /** Who missed an offer says that he is there. */
  readonly reportAvailable: (agent: SimulatedAgent, t: number) => void;
}

/** The agents and who gave up. `say` tells the deciders of a presence. */
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
