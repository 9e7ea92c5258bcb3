import type { DataOf } from '@warmline/contracts';
import { withAgent as placed, withoutAgent } from './floor.ts';
import { type Agent, byId, type HandoffState, type Pool } from './pool.ts';

export const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((other) => other !== id);
export const plus = (ids: readonly string[], id: string): readonly string[] => [...without(ids, id), id].sort(byId);

/** Whoever is offline and holds nothing is forgotten. */
const withAgent = (pool: Pool, agent: Agent): Pool => {
  const finished = agent.standing === 'offline' && agent.offers.length + agent.chats.length === 0;
  return {
    ...pool,
    agents: finished ? withoutAgent(pool.agents, agent.agentId) : placed(pool.agents, agent),
  };
};

export const changeAgent = (pool: Pool, agentId: string, change: (agent: Agent) => Agent): Pool => {
  const agent = pool.agents.get(agentId);
  return agent === undefined ? pool : withAgent(pool, change(agent));
};

export const presenceChanged = (pool: Pool, data: DataOf<'AgentPresenceChanged'>): Pool => {
  const { agentId, name, status, teams, skills, languages, capacity } = data;
  const before = pool.agents.get(agentId);
  const onDuty = before !== undefined && before.standing !== 'offline';
  return withAgent(pool, {
    agentId,
    name,
    standing: status,
    since: before?.standing === status ? before.since : pool.clock,
    idleSince: onDuty ? before.idleSince : pool.clock,
    teams,
    skills,
    languages,
    capacity,
    offers: before?.offers ?? [],
    chats: before?.chats ?? [],
    load: before?.load ?? 0,
    missed: 0,
  });
};

/** Takes a hand-off off the agent who holds it or is asked for it. */
export const released = (pool: Pool, handoff: HandoffState): Pool => {
  if (handoff.is === 'waiting') return pool;
  const { handoffId, weight } = handoff.request;
  return changeAgent(pool, handoff.agentId, (agent) => ({
    ...agent,
    offers: without(agent.offers, handoffId),
    chats: without(agent.chats, handoffId),
    load: agent.load - weight,
    idleSince: handoff.is === 'assigned' ? pool.clock : agent.idleSince,
  }));
};
