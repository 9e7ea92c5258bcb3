import type { AgentStatus, LogEvent, Request, Rules } from './events.ts';

/** With an agent, begun as one of so many of his, itself included. */
export interface Chat {
  readonly id: string;
  readonly topic: string;
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

export type Ended =
  | { readonly is: 'wait'; readonly request: Request; readonly seconds: number; readonly gone: boolean }
  | { readonly is: 'chat'; readonly chat: Chat; readonly seconds: number };

export const floor = (rules: Rules): Floor => {
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
    };
    agents.set(id, agent);
    return agent;
  };
  const noLonger = (id: string, t: number, gone: boolean): Ended | null => {
    const request = waiting.get(id);
    if (request === undefined) return null;
    waiting.delete(id);
    return { is: 'wait', request, seconds: t - request.t, gone };
  };

  /** Slots of the agent that are free and open to who came then. */
  const roomFor = ({ status, capacity, chats: own, groups }: Agent, { topic, t }: Request, now: number): number => {
    const rule = rules.topics[topic];
    if (status !== 'online' || rule === undefined) return 0;
    const open = rule.groups.some((group, i) => (rule.fallback_after_s[i] ?? 0) <= now - t && groups.includes(group));
    return open ? Math.max(0, capacity - own.length) : 0;
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
          const { topic } = ended.request;
          const chat: Chat = { id: event.id, topic, agent, since: event.t, together: agent.chats.length + 1 };
          agent.chats.push(chat);
          chats.set(event.id, chat);
          return ended;
        }
        case 'handoff.closed': {
          const chat = chats.get(event.id);
          if (chat === undefined) return null;
          chats.delete(event.id);
          chat.agent.chats.splice(chat.agent.chats.indexOf(chat), 1);
          return { is: 'chat', chat, seconds: event.t - chat.since };
        }
      }
    },
    freeFor: (request) => {
      const free = [...agents.values()].filter((agent) => roomFor(agent, request, request.t) > 0);
      const slots = free.reduce((sum, agent) => sum + agent.capacity - agent.chats.length, 0);
      if (slots === 0) return false;
      // An agent who is being asked for another looks free until he takes him.
      const asked = [...waiting.values()].filter(
        (other) => other.id !== request.id && free.some((agent) => roomFor(agent, other, request.t) > 0),
      );
      return slots > asked.length;
    },
  };
};
