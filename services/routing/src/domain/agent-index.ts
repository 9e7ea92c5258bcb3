import type { Skill } from '@warmline/contracts';
import { type Entry, type OrderedSet, withEntry, withoutEntry } from '@warmline/messaging/ordered-set';
import type { Table } from '@warmline/messaging/table';
import { Map as PersistentMap } from 'immutable';
import { type Agent, freeCapacity, occupancy } from './pool.ts';

/** What decides which hand-offs an agent can serve. Equal profiles have equal keys. */
export interface Profile {
  readonly key: string;
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** Absent: all channels. */
  readonly channels?: readonly string[] | undefined;
}

/** How many agents with one profile are on duty. */
export interface OnDutyGroup {
  readonly profile: Profile;
  readonly size: number;
}

/** Agents with the same profile, occupancy and free capacity, where that is more than 0; longest idle first. */
export interface IdleGroup {
  readonly profile: Profile;
  readonly occupancy: number;
  readonly freeCapacity: number;
  readonly longestIdleFirst: OrderedSet;
}

type ByTeam<T> = PersistentMap<string, T>;

/** Derived from a table of agents; never saved. */
export interface AgentIndex {
  /** All agents, and the agents of each team, by id: entries at 0. */
  readonly all: OrderedSet;
  readonly members: ByTeam<OrderedSet>;
  /** How many agents have a skill, at any level. */
  readonly skillCounts: PersistentMap<string, number>;
  /** By profile key. A different object after every change of who is on duty. */
  readonly onDutyGroups: ByTeam<PersistentMap<string, OnDutyGroup>>;
  /** By occupancy, free capacity and profile key. Teams without free capacity are absent. */
  readonly idleGroups: ByTeam<PersistentMap<string, IdleGroup>>;
  /** Agents who are offline and still hold hand-offs, by the time they went offline. */
  readonly disconnected: OrderedSet;
  /** Agents in wrap-up, by the end of their first wrap-up. */
  readonly wrappingUp: OrderedSet;
}

const profiles = new WeakMap<readonly Skill[], Profile>();

const profileOf = ({ skills, languages, channels }: Agent): Profile => {
  const known = profiles.get(skills);
  if (known?.languages === languages && known.channels === channels) return known;
  const profile = { key: JSON.stringify([skills, languages, channels ?? null]), skills, languages, channels };
  profiles.set(skills, profile);
  return profile;
};

type Edit = (set: OrderedSet, entry: Entry) => OrderedSet;

const setOrDelete = <K, V>(map: PersistentMap<K, V>, key: K, value: V | null): PersistentMap<K, V> =>
  value === null ? map.delete(key) : map.set(key, value);

const editTeams = <T>(index: ByTeam<T>, agent: Agent, edit: (of: T | undefined) => T | null): ByTeam<T> =>
  agent.teams.reduce(
    (next, team, n) => (agent.teams.indexOf(team) === n ? setOrDelete(next, team, edit(next.get(team))) : next),
    index,
  );

const nonEmpty = <T>(map: PersistentMap<string, T>): PersistentMap<string, T> | null => (map.size === 0 ? null : map);

const adjustGroupSize = (groups: PersistentMap<string, OnDutyGroup> | undefined, profile: Profile, by: 1 | -1) => {
  const of = groups ?? PersistentMap<string, OnDutyGroup>();
  const size = (of.get(profile.key)?.size ?? 0) + by;
  return nonEmpty(setOrDelete(of, profile.key, size === 0 ? null : { profile, size }));
};

const editIdleGroup = (groups: PersistentMap<string, IdleGroup> | undefined, agent: Agent, edit: Edit) => {
  const of = groups ?? PersistentMap<string, IdleGroup>();
  const profile = profileOf(agent);
  const occupied = occupancy(agent);
  const freeUnits = freeCapacity(agent);
  const key = `${occupied} ${freeUnits} ${profile.key}`;
  const longestIdleFirst = edit(of.get(key)?.longestIdleFirst ?? null, { at: agent.idleSince, id: agent.agentId });
  return nonEmpty(
    setOrDelete(
      of,
      key,
      longestIdleFirst === null ? null : { profile, occupancy: occupied, freeCapacity: freeUnits, longestIdleFirst },
    ),
  );
};

const editMembership = (index: AgentIndex, agent: Agent, edit: Edit, by: 1 | -1): AgentIndex => {
  const entry = { at: 0, id: agent.agentId };
  const names = new Set(agent.skills.map(({ name }) => name));
  return {
    ...index,
    all: edit(index.all, entry),
    members: editTeams(index.members, agent, (of) => edit(of ?? null, entry)),
    skillCounts: [...names].reduce((next, name) => {
      const count = (next.get(name) ?? 0) + by;
      return setOrDelete(next, name, count === 0 ? null : count);
    }, index.skillCounts),
  };
};

const adjustOnDuty = (index: AgentIndex, agent: Agent, by: 1 | -1): AgentIndex =>
  agent.availability === 'online'
    ? {
        ...index,
        onDutyGroups: editTeams(index.onDutyGroups, agent, (groups) => adjustGroupSize(groups, profileOf(agent), by)),
      }
    : index;

const firstWrapUpEnd = ({ agentId, wrapUps }: Agent): Entry => ({
  at: Math.min(...wrapUps.map(({ until }) => until)),
  id: agentId,
});

const isDisconnected = ({ availability, assignedHandoffs }: Agent): boolean =>
  availability === 'offline' && assignedHandoffs.length > 0;

const editActivity = (index: AgentIndex, agent: Agent, edit: Edit): AgentIndex => ({
  ...index,
  idleGroups:
    freeCapacity(agent) > 0
      ? editTeams(index.idleGroups, agent, (groups) => editIdleGroup(groups, agent, edit))
      : index.idleGroups,
  disconnected: isDisconnected(agent)
    ? edit(index.disconnected, { at: agent.availabilitySince, id: agent.agentId })
    : index.disconnected,
  wrappingUp: agent.wrapUps.length > 0 ? edit(index.wrappingUp, firstWrapUpEnd(agent)) : index.wrappingUp,
});

const hasSameProfile = (a: Agent, b: Agent): boolean =>
  a.teams === b.teams && a.skills === b.skills && a.languages === b.languages && a.channels === b.channels;

const replaceAgent = (index: AgentIndex, before: Agent | undefined, after: Agent | undefined): AgentIndex => {
  const same = before !== undefined && after !== undefined && hasSameProfile(before, after);
  const sameDuty = same && (before.availability === 'online') === (after.availability === 'online');
  if (before === after) return index;
  let next = index;
  if (before !== undefined) {
    next = editActivity(next, before, withoutEntry);
    if (!sameDuty) next = adjustOnDuty(next, before, -1);
    if (!same) next = editMembership(next, before, withoutEntry, -1);
  }
  if (after !== undefined) {
    if (!same) next = editMembership(next, after, withEntry, 1);
    if (!sameDuty) next = adjustOnDuty(next, after, 1);
    next = editActivity(next, after, withEntry);
  }
  return next;
};

type Agents = Table<Agent>;

const emptyIndex: AgentIndex = {
  ...{ all: null, members: PersistentMap<string, OrderedSet>(), skillCounts: PersistentMap<string, number>() },
  ...{
    onDutyGroups: PersistentMap<string, PersistentMap<string, OnDutyGroup>>(),
    disconnected: null,
    wrappingUp: null,
  },
  idleGroups: PersistentMap<string, PersistentMap<string, IdleGroup>>(),
};

const buildIndex = (agents: Agents): AgentIndex =>
  agents.values().reduce((next, agent) => replaceAgent(next, undefined, agent), emptyIndex);

export const agentIndexOf = (agents: Agents): AgentIndex => agents.derive(buildIndex);

const withUpdatedIndex = (from: Agents, to: Agents, id: string): Agents => {
  to.derive(buildIndex, () => replaceAgent(agentIndexOf(from), from.get(id), to.get(id)));
  return to;
};

/** Agents are set and deleted only here, so the index follows each change in O(teams of the agent x log n). */
export const withAgent = (agents: Agents, agent: Agent): Agents =>
  withUpdatedIndex(agents, agents.set(agent.agentId, agent), agent.agentId);

export const withoutAgent = (agents: Agents, agentId: string): Agents =>
  withUpdatedIndex(agents, agents.delete(agentId), agentId);
