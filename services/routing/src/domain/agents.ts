import type { DataOf, Instant } from '@warmline/contracts';
import { withAgent, withoutAgent } from './agent-index.ts';
import { type Agent, compareIds, type HandoffState, type Pool } from './pool.ts';
import type { RoutingSettings } from './teams.ts';

/** The agent let an offer or a call expire. After `pauseAfterMissedOffers` in a row the agent is paused. */
export const recordMiss = ({ pauseAfterMissedOffers }: RoutingSettings, agent: Agent, at: Instant): Agent => {
  const missed = agent.consecutiveMisses + 1;
  const pause = agent.availability === 'online' && missed >= pauseAfterMissedOffers;
  return {
    ...agent,
    consecutiveMisses: missed,
    ...(pause ? { availability: 'paused' as const, availabilitySince: at } : {}),
  };
};

export const withoutId = (ids: readonly string[], id: string): readonly string[] => ids.filter((other) => other !== id);
export const withId = (ids: readonly string[], id: string): readonly string[] =>
  [...withoutId(ids, id), id].sort(compareIds);

/** An agent who is offline and holds nothing is removed. A wrap-up counts as held, so signing in again does not end it. */
const saveAgent = (pool: Pool, agent: Agent): Pool => {
  const { availability, offeredHandoffs, assignedHandoffs, wrapUps } = agent;
  const finished =
    availability === 'offline' && offeredHandoffs.length + assignedHandoffs.length + wrapUps.length === 0;
  return {
    ...pool,
    agents: finished ? withoutAgent(pool.agents, agent.agentId) : withAgent(pool.agents, agent),
  };
};

export const updateAgent = (pool: Pool, agentId: string, change: (agent: Agent) => Agent): Pool => {
  const agent = pool.agents.get(agentId);
  return agent === undefined ? pool : saveAgent(pool, change(agent));
};

export const applyPresence = (pool: Pool, data: DataOf<'AgentPresenceChanged'>): Pool => {
  const { agentId, name, status, teams, skills, languages, channels, capacity } = data;
  const before = pool.agents.get(agentId);
  const onDuty = before !== undefined && before.availability !== 'offline';
  return saveAgent(pool, {
    agentId,
    name,
    availability: status,
    availabilitySince: before?.availability === status ? before.availabilitySince : pool.clock,
    idleSince: onDuty ? before.idleSince : pool.clock,
    teams,
    skills,
    languages,
    ...(channels === undefined ? {} : { channels }),
    capacity,
    offeredHandoffs: before?.offeredHandoffs ?? [],
    assignedHandoffs: before?.assignedHandoffs ?? [],
    wrapUps: before?.wrapUps ?? [],
    load: before?.load ?? 0,
    consecutiveMisses: 0,
  });
};

/** An answer to an offer, yes or no, ends a pause. */
export const recordResponse = (agent: Agent, at: Instant): Agent => ({
  ...agent,
  ...(agent.availability === 'paused' ? { availability: 'online' as const, availabilitySince: at } : {}),
  consecutiveMisses: 0,
});

/** Frees the capacity of wrap-ups that end at `at`, and of `done`, the hand-off whose wrap-up the agent ended. */
export const endWrapUps = (pool: Pool, agentId: string, at: Instant, done?: string): Pool =>
  updateAgent(pool, agentId, (agent) => {
    const ended = agent.wrapUps.filter(({ until, handoffId }) => until <= at || handoffId === done);
    if (ended.length === 0) return agent;
    const last = ended.reduce((latest, { until }) => Math.max(latest, Math.min(until, at)), agent.idleSince);
    return {
      ...agent,
      wrapUps: agent.wrapUps.filter((each) => !ended.includes(each)),
      load: ended.reduce((load, { weight }) => load - weight, agent.load),
      idleSince: last,
    };
  });

/** The capacity of a closed hand-off stays in use until `until`. */
export const startWrapUp = (pool: Pool, handoff: HandoffState, until: Instant): Pool =>
  handoff.is !== 'assigned'
    ? pool
    : updateAgent(pool, handoff.agentId, (agent) => {
        const { handoffId, weight } = handoff.request;
        return { ...agent, wrapUps: [...agent.wrapUps, { handoffId, until, weight }], load: agent.load + weight };
      });

/** Frees the agent who holds the hand-off or an offer of it. */
export const releaseHandoff = (pool: Pool, handoff: HandoffState): Pool => {
  if (handoff.is === 'waiting') return pool;
  const { handoffId, weight } = handoff.request;
  return updateAgent(pool, handoff.agentId, (agent) => ({
    ...agent,
    offeredHandoffs: withoutId(agent.offeredHandoffs, handoffId),
    assignedHandoffs: withoutId(agent.assignedHandoffs, handoffId),
    load: agent.load - weight,
    idleSince: handoff.is === 'assigned' ? pool.clock : agent.idleSince,
  }));
};
