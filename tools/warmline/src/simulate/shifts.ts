import type { AgentStatus } from '@warmline/contracts';
import { DAY_SECONDS, exponential, type Random, randomOf } from '@warmline/queue-wait-estimation/forecast';
import { logNormal } from './distributions.ts';
import type { Scenario } from './scenario.ts';

/** A member of the staff, with days of work and pace. */
export interface StaffMember {
  readonly id: string;
  readonly teams: readonly string[];
  readonly capacity: number;
  /** Factor on the duration of their conversations. */
  readonly pace: number;
  readonly shifts: readonly { readonly from: number; readonly to: number; readonly days: readonly number[] }[];
}

export const membersOf = (scenario: Scenario, seed: number): StaffMember[] => {
  const { shifts, agents, capacity, agent_speed_cv: cv } = scenario;
  const anyone = Object.entries(shifts).flatMap(([team, list]) =>
    list.flatMap(({ agents: n, ...hours }, i) =>
      Array.from({ length: n }, (_, k) => ({ id: `${team}/${i}/${k}`, teams: [team], capacity, shifts: [hours] })),
    ),
  );
  const named = agents.map((agent) => ({ ...agent, capacity: agent.capacity ?? capacity }));
  return [...anyone, ...named].map((member) => ({
    ...member,
    pace: cv === 0 ? 1 : logNormal(1, cv, randomOf(`${seed}/pace/${member.id}`)),
  }));
};

export interface ShiftEvent {
  /** Seconds since the beginning. */
  readonly t: number;
  readonly status: AgentStatus;
}

/** Mean lateness in seconds; breaks begin this much earlier or later than planned. */
const LATE = 8;
const SPREAD = 0.15;

/** The shifts of a member that begin on a day, with breaks; at the very first instant they are on time. */
export const shiftEventsOf = (member: StaffMember, day: number, scenario: Scenario, seed: number): ShiftEvent[] => {
  const random = randomOf(`${seed}/duty/${member.id}/${day}`);
  return member.shifts
    .filter(({ days }) => days.includes((day % 7) + 1))
    .flatMap(({ from, to }) => {
      const [begins, ends] = [day * DAY_SECONDS + from * 3600, day * DAY_SECONDS + to * 3600];
      const comes = begins + (begins === 0 ? 0 : LATE * exponential(random));
      if (comes >= ends) return [];
      return [{ t: comes, status: 'online' } as const, ...breaksIn(comes, ends, scenario, random), signOff(ends)];
    });
};

const signOff = (t: number): ShiftEvent => ({ t, status: 'offline' });

const breaksIn = (from: number, to: number, { breaks }: Scenario, random: Random): ShiftEvent[] => {
  if (breaks === undefined) return [];
  const taken: ShiftEvent[] = [];
  const spell = (): number => breaks.every_s * (1 - SPREAD + 2 * SPREAD * random());
  for (let t = from + spell(); t + breaks.length_s < to; t += spell()) {
    taken.push({ t, status: 'away' });
    t += breaks.length_s;
    taken.push({ t, status: 'online' });
  }
  return taken;
};
