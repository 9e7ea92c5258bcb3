import type { AgentStatus, HandoffRequest, LogEvent, RoutingRules } from './log-events.ts';
import type { TurnaroundObservation } from './turnaround-model.ts';

/** With an agent, begun as one of so many of his, itself included. */
export interface ActiveHandling {
  readonly id: string;
  readonly subject: string;
  readonly agent: Agent;
  readonly since: number;
  readonly concurrency: number;
}

export interface Agent {
  readonly id: string;
  groups: readonly string[];
  capacity: number;
  status: AgentStatus;
  since: number;
  /** Came on duty with this spell, and is not back from a break. */
  startedShift: boolean;
  readonly handlings: ActiveHandling[];
  /** When the slots that came free since he came on duty did, those taken again left out; oldest first. */
  readonly idleSince: number[];
}

/** What is to be seen of a contact centre at one instant. */
export interface CentreState {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly waiting: ReadonlyMap<string, HandoffRequest>;
  /** What the event ends, for those who learn from it. Unknown ids are passed over. */
  readonly apply: (event: LogEvent) => EndedInterval | null;
  /** Someone is free now whom the request may have at once. */
  readonly hasCapacityFor: (request: HandoffRequest) => boolean;
}

/** `turned`: since the slot that took him came free. */
export type EndedInterval =
  | {
      readonly is: 'wait';
      readonly request: HandoffRequest;
      readonly seconds: number;
      readonly abandoned: boolean;
      readonly turnaround: TurnaroundObservation | null;
    }
  | { readonly is: 'chat'; readonly handling: ActiveHandling; readonly seconds: number };

/** A slot that came free is not free before `turnaround`, seconds. */
export const centreState = (rules: RoutingRules, turnaround: () => number = () => 0): CentreState => {
  const agents = new Map<string, Agent>();
  const waiting = new Map<string, HandoffRequest>();
  const handlings = new Map<string, ActiveHandling>();

  const agentOf = (id: string, t: number): Agent => {
    const known = agents.get(id);
    if (known !== undefined) return known;
    const agent: Agent = {
      id,
      groups: [],
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
  const endWait = (id: string, t: number, gone: boolean): EndedInterval | null => {
    const request = waiting.get(id);
    if (request === undefined) return null;
    waiting.delete(id);
    return { is: 'wait', request, seconds: t - request.t, abandoned: gone, turnaround: null };
  };

  /** Whether a team of the agent was open to the request at an instant; not before it came. */
  const isOpen = ({ groups }: Agent, { subject, t }: HandoffRequest, now: number): boolean => {
    const { groups: teams = [], fallback_after_s: delays = [] } = rules.subjects[subject] ?? {};
    return teams.some((team, i) => (delays[i] ?? 0) <= now - t && groups.includes(team));
  };
  /** Slots that are free, those apart that came free less than `pause` ago. */
  const freeCapacity = (
    { status, capacity, handlings: own, idleSince }: Agent,
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
          agent.groups = event.groups;
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
          return { is: 'chat', handling, seconds: event.t - handling.since };
        }
      }
    },
    hasCapacityFor: (request) => {
      const turnaroundSeconds = turnaround();
      const free: Agent[] = [];
      let freeTotal = 0;
      for (const agent of agents.values()) {
        const capacity = isOpen(agent, request, request.t) ? freeCapacity(agent, request.t, turnaroundSeconds) : 0;
        if (capacity === 0) continue;
        free.push(agent);
        freeTotal += capacity;
      }
      if (freeTotal === 0) return false;
      // An agent who is being asked for another looks free until he takes him.
      const competing = [...waiting.values()].filter(
        (other) => other.id !== request.id && free.some((agent) => isOpen(agent, other, request.t)),
      );
      return freeTotal > competing.length;
    },
  };
};
