import type { ShiftEvent, StaffMember } from './shifts.ts';

/** An agent of the simulation. */
export interface SimulatedAgent {
  readonly member: StaffMember;
  status: ShiftEvent['status'];
  /** Open conversations. */
  conversations: number;
  offers: number;
  wrapUps: number;
  /** Capacity on duty, and the part of it in use, in seconds since the warm-up. */
  capacitySeconds: number;
  busySeconds: number;
  countedAt: number;
}

export const freeCapacity = ({ member, status, conversations, offers, wrapUps }: SimulatedAgent): number =>
  status === 'online' ? member.capacity - conversations - offers - wrapUps : 0;

/** Accrues occupancy until `t`; call it before any change. */
export const accrueOccupancy = (agent: SimulatedAgent, t: number): void => {
  if (t <= agent.countedAt) return;
  if (agent.status === 'online') {
    agent.capacitySeconds += (t - agent.countedAt) * agent.member.capacity;
    agent.busySeconds += (t - agent.countedAt) * Math.min(agent.conversations, agent.member.capacity);
  }
  agent.countedAt = t;
};
