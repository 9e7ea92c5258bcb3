import { type AgentStatus, ownValue } from '@warmline/contracts';
import type { HandoffRequest, LogEvent, RoutingRules } from './log-events.ts';
import type { TurnaroundObservation } from './turnaround-model.ts';

/** A conversation with an agent. */
export interface ActiveHandling {
  readonly id: string;
  readonly subject: string;
  readonly agent: ObservedAgent;
  readonly since: number;
  /** How many the agent had when it began, itself included. */
  readonly concurrency: number;
}

/** Times in seconds. */
export interface ObservedAgent {
  readonly id: string;
  teams: readonly string[];
  capacity: number;
  status: AgentStatus;
  since: number;
  /** True if the status began with the shift, false after a break. */
  startedShift: boolean;
  readonly handlings: ActiveHandling[];
  /** When each capacity unit that is free again came free, oldest first; emptied when the status changes. */
  readonly idleSince: number[];
}

/** A contact centre as its log shows it so far. */
export interface CentreState {
  readonly agents: ReadonlyMap<string, ObservedAgent>;
  readonly waiting: ReadonlyMap<string, HandoffRequest>;
  /** The wait or handling that the event ends; null: none. Unknown ids are ignored. */
  readonly apply: (event: LogEvent) => EndedInterval | null;
  /** True if a capacity unit is free for the request at once. */
  readonly hasCapacityFor: (request: HandoffRequest) => boolean;
}

export type EndedInterval =
  | {
      readonly is: 'wait';
      readonly request: HandoffRequest;
      readonly seconds: number;
      readonly abandoned: boolean;
      /** How long the capacity unit that ended the wait had been free; null: unknown. */
      readonly turnaround: TurnaroundObservation | null;
    }
  | { readonly is: 'handling'; readonly handling: ActiveHandling; readonly seconds: number };

/** A capacity unit counts as free only `turnaround` seconds after its last conversation. */
export const centreState = (rules: RoutingRules, turnaround: () => number = () => 0): CentreState => {
  const agents = new Map<string, ObservedAgent>();
  const waiting = new Map<string, HandoffRequest>();
  const handlings = new Map<string, ActiveHandling>();

  const agentOf = (id: string, t: number): ObservedAgent => {
    const known = agents.get(id);
    if (known !== undefined) return known;
    const agent: ObservedAgent = {
      id,
      teams: [],
      capacity: 1,
      status: 'offline',
      since: t,
      startedShift: true,
      handlings: [],
      idleSince: [],
    };
    agents.set(id, agent);
    return agent;
  };
  const endWait = (id: string, t: number, abandoned: boolean): EndedInterval | null => {
    const request = waiting.get(id);
    if (request === undefined) return null;
    waiting.delete(id);
    return { is: 'wait', request, seconds: t - request.t, abandoned, turnaround: null };
  };

  /** True if a team of the agent is open to the request at an instant; false before the request. */
  const isOpen = ({ teams }: ObservedAgent, { subject, t }: HandoffRequest, now: number): boolean => {
    const { groups = [], fallback_after_s: delays = [] } = ownValue(rules.subjects, subject) ?? {};
    return groups.some((team, i) => (delays[i] ?? 0) <= now - t && teams.includes(team));
  };
  /** Free capacity units, without those that came free less than `turnaroundSeconds` ago. */
  const freeCapacity = (
    { status, capacity, handlings: own, idleSince }: ObservedAgent,
    now: number,
    turnaroundSeconds: number,
  ): number => {
    const inTurnaround =
      turnaroundSeconds === 0 ? 0 : idleSince.filter((since) => now - since < turnaroundSeconds).length;
    return status === 'online' ? Math.max(0, capacity - own.length - inTurnaround) : 0;
  };

  return {
    agents,
    waiting,
    apply: (event) => {
      switch (event.type) {
        case 'agent.status': {
          const agent = agentOf(event.agent, event.t);
          if (agent.status !== event.status) {
            agent.startedShift = agent.status === 'offline';
            agent.since = event.t;
            agent.idleSince.length = 0;
          }
          agent.status = event.status;
          agent.teams = event.groups;
          agent.capacity = event.capacity;
          return null;
        }
        case 'handoff.requested':
          waiting.set(event.id, event);
          return null;
        case 'handoff.abandoned':
          return endWait(event.id, event.t, true);
        case 'handoff.assigned': {
          const ended = endWait(event.id, event.t, false);
          if (ended?.is !== 'wait') return null;
          const agent = agentOf(event.agent, event.t);
          const { subject } = ended.request;
          const handling: ActiveHandling = {
            id: event.id,
            subject,
            agent,
            since: event.t,
            concurrency: agent.handlings.length + 1,
          };
          agent.handlings.push(handling);
          handlings.set(event.id, handling);
          const since = agent.idleSince.shift();
          if (since === undefined) return ended;
          return { ...ended, turnaround: { seconds: event.t - since, isAwaited: isOpen(agent, ended.request, since) } };
        }
        case 'handoff.closed': {
          const handling = handlings.get(event.id);
          if (handling === undefined) return null;
          handlings.delete(event.id);
          handling.agent.handlings.splice(handling.agent.handlings.indexOf(handling), 1);
          if (handling.agent.status === 'online') handling.agent.idleSince.push(event.t);
          return { is: 'handling', handling, seconds: event.t - handling.since };
        }
      }
    },
    hasCapacityFor: (request) => {
      const turnaroundSeconds = turnaround();
      const free: ObservedAgent[] = [];
      let freeTotal = 0;
      for (const agent of agents.values()) {
        const capacity = isOpen(agent, request, request.t) ? freeCapacity(agent, request.t, turnaroundSeconds) : 0;
        if (capacity === 0) continue;
        free.push(agent);
        freeTotal += capacity;
      }
      if (freeTotal === 0) return false;
      // An agent with an open agent offer looks free in a log, so each other request open to a free agent takes a unit.
      const competing = [...waiting.values()].filter(
        (other) => other.id !== request.id && free.some((agent) => isOpen(agent, other, request.t)),
      );
      return freeTotal > competing.length;
    },
  };
};
