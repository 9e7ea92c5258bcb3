import type { DataOf, Instant } from '@warmline/contracts';
import { withAgent as placed, withoutAgent } from './floor.ts';
import { type Agent, byId, type HandoffState, type Pool } from './pool.ts';
import type { RoutingSettings } from './teams.ts';

/** He let an offer or a call lapse; so many in a row, and he counts as away until he is heard of. */
export const missedOne = ({ pauseAfterMissed }: RoutingSettings, agent: Agent, at: Instant): Agent => {
  const missed = agent.missed + 1;
  const pause = agent.standing === 'online' && missed >= pauseAfterMissed;
  return { ...agent, missed, ...(pause ? { standing: 'paused' as const, since: at } : {}) };
};

export const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((other) => other !== id);
export const plus = (ids: readonly string[], id: string): readonly string[] => [...without(ids, id), id].sort(byId);

/** Whoever is offline and holds nothing is forgotten: a wrap-up is held, so nobody is rid of it by signing in anew. */
const withAgent = (pool: Pool, agent: Agent): Pool => {
  const { standing, offers, chats, wrapUps } = agent;
  const finished = standing === 'offline' && offers.length + chats.length + wrapUps.length === 0;
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
  const { agentId, name, status, teams, skills, languages, channels, capacity } = data;
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
    ...(channels === undefined ? {} : { channels }),
    capacity,
    offers: before?.offers ?? [],
    chats: before?.chats ?? [],
    wrapUps: before?.wrapUps ?? [],
    load: before?.load ?? 0,
    missed: 0,
  });
};

/** An answer to an offer, yes or no, ends a pause. */
export const heardOf = (agent: Agent, at: Instant): Agent => ({
  ...agent,
  ...(agent.standing === 'paused' ? { standing: 'online' as const, since: at } : {}),
  missed: 0,
});

/** The slots of closed conversations that are free at `at`: by time, or because the agent said so of one. */
export const wrappedUp = (pool: Pool, agentId: string, at: Instant, done?: string): Pool =>
  changeAgent(pool, agentId, (agent) => {
    const over = agent.wrapUps.filter(({ until, handoffId }) => until <= at || handoffId === done);
    if (over.length === 0) return agent;
    const last = over.reduce((latest, { until }) => Math.max(latest, Math.min(until, at)), agent.idleSince);
    return {
      ...agent,
      wrapUps: agent.wrapUps.filter((each) => !over.includes(each)),
      load: over.reduce((load, { weight }) => load - weight, agent.load),
      idleSince: last,
    };
  });

/** Who has closed a conversation holds its slot until then. */
export const wrapping = (pool: Pool, handoff: HandoffState, until: Instant): Pool =>
  handoff.is !== 'assigned'
    ? pool
    : changeAgent(pool, handoff.agentId, (agent) => {
        const { handoffId, weight } = handoff.request;
        return { ...agent, wrapUps: [...agent.wrapUps, { handoffId, until, weight }], load: agent.load + weight };
      });

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
