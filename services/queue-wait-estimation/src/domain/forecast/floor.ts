import type { AgentStatus, LogEvent, Request, Rules } from './events.ts';
import type { Turned } from './turnaround.ts';

/** With an agent, begun as one of so many of his, itself included. */
export interface Chat {
  readonly id: string;
  readonly subject: string;
  readonly agent: Agent;
  readonly since: number;
  readonly together: number;
}

export interface Agent {
  readonly id: string;
  groups: readonly string[];
  capacity: number;
  status: AgentStatus;
  since: number;
  /** Came on duty with this spell, and is not back from a break. */
  fresh: boolean;
  readonly chats: Chat[];
  /** When the slots that came free since he came on duty did, those taken again left out; oldest first. */
  readonly rested: number[];
}

/** What is to be seen of a contact centre at one instant. */
export interface Floor {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly waiting: ReadonlyMap<string, Request>;
  /** What the event ends, for those who learn from it. Unknown ids are passed over. */
  readonly apply: (event: LogEvent) => Ended | null;
  /** Someone is free now whom the request may have at once. */
  readonly freeFor: (request: Request) => boolean;
}

/** `turned`: since the slot that took him came free. */
export type Ended =
  | {
      readonly is: 'wait';
      readonly request: Request;
      readonly seconds: number;
      readonly gone: boolean;
      readonly turned: Turned | null;
    }
  | { readonly is: 'chat'; readonly chat: Chat; readonly seconds: number };

/** A slot that came free is not free before `turnaround`, seconds. */
export const floor = (rules: Rules, turnaround: () => number = () => 0): Floor => {
  const agents = new Map<string, Agent>();
  const waiting = new Map<string, Request>();
  const chats = new Map<string, Chat>();

  const agentOf = (id: string, t: number): Agent => {
    const known = agents.get(id);
    if (known !== undefined) return known;
    const agent: Agent = {
      id,
      groups: [],
      capacity: 1,
      status: 'offline',
      since: t,
      fresh: true,
      chats: [],
      rested: [],
    };
    agents.set(id, agent);
    return agent;
  };
  const noLonger = (id: string, t: number, gone: boolean): Ended | null => {
    const request = waiting.get(id);
    if (request === undefined) return null;
    waiting.delete(id);
    return { is: 'wait', request, seconds: t - request.t, gone, turned: null };
  };

  /** Whether a team of the agent was open to the request at an instant; not before it came. */
  const isOpen = ({ groups }: Agent, { subject, t }: Request, now: number): boolean => {
    const { groups: teams = [], fallback_after_s: delays = [] } = rules.subjects[subject] ?? {};
    return teams.some((team, i) => (delays[i] ?? 0) <= now - t && groups.includes(team));
  };
  /** Slots that are free, those apart that came free less than `pause` ago. */
  const roomOf = ({ status, capacity, chats: own, rested }: Agent, now: number, pause: number): number => {
    const resting = pause === 0 ? 0 : rested.filter((since) => now - since < pause).length;
    return status === 'online' ? Math.max(0, capacity - own.length - resting) : 0;
  };

  return {
    agents,
    waiting,
    apply: (event) => {
      switch (event.type) {
        case 'agent.status': {
          const agent = agentOf(event.agent, event.t);
          if (agent.status !== event.status) {
            agent.fresh = agent.status === 'offline';
            agent.since = event.t;
            agent.rested.length = 0;
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
          return noLonger(event.id, event.t, true);
        case 'handoff.assigned': {
          const ended = noLonger(event.id, event.t, false);
          if (ended?.is !== 'wait') return null;
          const agent = agentOf(event.agent, event.t);
          const { subject } = ended.request;
          const chat: Chat = { id: event.id, subject, agent, since: event.t, together: agent.chats.length + 1 };
          agent.chats.push(chat);
          chats.set(event.id, chat);
          const since = agent.rested.shift();
          if (since === undefined) return ended;
          return { ...ended, turned: { seconds: event.t - since, awaited: isOpen(agent, ended.request, since) } };
        }
        case 'handoff.closed': {
          const chat = chats.get(event.id);
          if (chat === undefined) return null;
          chats.delete(event.id);
          chat.agent.chats.splice(chat.agent.chats.indexOf(chat), 1);
          if (chat.agent.status === 'online') chat.agent.rested.push(event.t);
          return { is: 'chat', chat, seconds: event.t - chat.since };
        }
      }
    },
    freeFor: (request) => {
      const pause = turnaround();
      const free: Agent[] = [];
      let slots = 0;
      for (const agent of agents.values()) {
        const room = isOpen(agent, request, request.t) ? roomOf(agent, request.t, pause) : 0;
        if (room === 0) continue;
        free.push(agent);
        slots += room;
      }
      if (slots === 0) return false;
      // An agent who is being asked for another looks free until he takes him.
      const asked = [...waiting.values()].filter(
        (other) => other.id !== request.id && free.some((agent) => isOpen(agent, other, request.t)),
      );
      return slots > asked.length;
    },
  };
};
