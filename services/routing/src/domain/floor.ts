import type { Skill } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { Map as PersistentMap } from 'immutable';
import { type Moment, type Moments, withMoment, withoutMoment } from './moments.ts';
import { type Agent, loadShare, roomOf } from './pool.ts';

/** What agents have in common who can serve the same; the key is the same for equal profiles. */
export interface Profile {
  readonly key: string;
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** All where it is not said. */
  readonly channels?: readonly string[] | undefined;
}

/** How many of one profile are on duty. */
export interface Crew {
  readonly profile: Profile;
  readonly size: number;
}

/** Those of one profile, one share of load and one room who have any, longest idle first. */
export interface Bench {
  readonly profile: Profile;
  readonly share: number;
  readonly room: number;
  readonly idle: Moments;
}

type ByTeam<T> = PersistentMap<string, T>;

/** What can be derived from a table of agents. */
export interface Floor {
  /** All of them, and all of a team, by id: moments at 0. */
  readonly all: Moments;
  readonly members: ByTeam<Moments>;
  /** How many have a skill, at any level. */
  readonly skilled: PersistentMap<string, number>;
  /** By profile. Another object whenever who is on duty changes. */
  readonly onDuty: ByTeam<PersistentMap<string, Crew>>;
  /** By profile, share of load and room. Teams without a free agent are not in it. */
  readonly free: ByTeam<PersistentMap<string, Bench>>;
  /** Who is offline and has conversations yet, by when that began. */
  readonly offline: Moments;
  /** Who is wrapping up, by when the first of it is over. */
  readonly wrapping: Moments;
}

const profiles = new WeakMap<readonly Skill[], Profile>();

const profileOf = ({ skills, languages, channels }: Agent): Profile => {
  const known = profiles.get(skills);
  if (known?.languages === languages && known.channels === channels) return known;
  const profile = { key: JSON.stringify([skills, languages, channels ?? null]), skills, languages, channels };
  profiles.set(skills, profile);
  return profile;
};

type Edit = (tree: Moments, moment: Moment) => Moments;

const orDelete = <K, V>(map: PersistentMap<K, V>, key: K, value: V | null): PersistentMap<K, V> =>
  value === null ? map.delete(key) : map.set(key, value);

const inTeams = <T>(index: ByTeam<T>, agent: Agent, edit: (of: T | undefined) => T | null): ByTeam<T> =>
  agent.teams.reduce(
    (next, team, n) => (agent.teams.indexOf(team) === n ? orDelete(next, team, edit(next.get(team))) : next),
    index,
  );

const some = <T>(map: PersistentMap<string, T>): PersistentMap<string, T> | null => (map.size === 0 ? null : map);

const counted = (crews: PersistentMap<string, Crew> | undefined, profile: Profile, by: 1 | -1) => {
  const of = crews ?? PersistentMap<string, Crew>();
  const size = (of.get(profile.key)?.size ?? 0) + by;
  return some(orDelete(of, profile.key, size === 0 ? null : { profile, size }));
};

const seated = (benches: PersistentMap<string, Bench> | undefined, agent: Agent, edit: Edit) => {
  const of = benches ?? PersistentMap<string, Bench>();
  const profile = profileOf(agent);
  const share = loadShare(agent);
  const room = roomOf(agent);
  const key = `${share} ${room} ${profile.key}`;
  const idle = edit(of.get(key)?.idle ?? null, { at: agent.idleSince, id: agent.agentId });
  return some(orDelete(of, key, idle === null ? null : { profile, share, room, idle }));
};

const membership = (floor: Floor, agent: Agent, edit: Edit, by: 1 | -1): Floor => {
  const moment = { at: 0, id: agent.agentId };
  const names = new Set(agent.skills.map(({ name }) => name));
  return {
    ...floor,
    all: edit(floor.all, moment),
    members: inTeams(floor.members, agent, (of) => edit(of ?? null, moment)),
    skilled: [...names].reduce((next, name) => {
      const count = (next.get(name) ?? 0) + by;
      return orDelete(next, name, count === 0 ? null : count);
    }, floor.skilled),
  };
};

const duty = (floor: Floor, agent: Agent, by: 1 | -1): Floor =>
  agent.standing === 'online'
    ? { ...floor, onDuty: inTeams(floor.onDuty, agent, (crews) => counted(crews, profileOf(agent), by)) }
    : floor;

const firstOver = ({ agentId, wrapUps }: Agent): Moment => ({
  at: Math.min(...wrapUps.map(({ until }) => until)),
  id: agentId,
});

const isLost = ({ standing, chats }: Agent): boolean => standing === 'offline' && chats.length > 0;

const place = (floor: Floor, agent: Agent, edit: Edit): Floor => ({
  ...floor,
  free: roomOf(agent) > 0 ? inTeams(floor.free, agent, (benches) => seated(benches, agent, edit)) : floor.free,
  offline: isLost(agent) ? edit(floor.offline, { at: agent.since, id: agent.agentId }) : floor.offline,
  wrapping: agent.wrapUps.length > 0 ? edit(floor.wrapping, firstOver(agent)) : floor.wrapping,
});

const sameMember = (a: Agent, b: Agent): boolean =>
  a.teams === b.teams && a.skills === b.skills && a.languages === b.languages && a.channels === b.channels;

const replaced = (floor: Floor, before: Agent | undefined, after: Agent | undefined): Floor => {
  const same = before !== undefined && after !== undefined && sameMember(before, after);
  const sameDuty = same && (before.standing === 'online') === (after.standing === 'online');
  if (before === after) return floor;
  let next = floor;
  if (before !== undefined) {
    next = place(next, before, withoutMoment);
    if (!sameDuty) next = duty(next, before, -1);
    if (!same) next = membership(next, before, withoutMoment, -1);
  }
  if (after !== undefined) {
    if (!same) next = membership(next, after, withMoment, 1);
    if (!sameDuty) next = duty(next, after, 1);
    next = place(next, after, withMoment);
  }
  return next;
};

type Agents = Table<Agent>;

const nobody: Floor = {
  ...{ all: null, members: PersistentMap<string, Moments>(), skilled: PersistentMap<string, number>() },
  ...{ onDuty: PersistentMap<string, PersistentMap<string, Crew>>(), offline: null, wrapping: null },
  free: PersistentMap<string, PersistentMap<string, Bench>>(),
};

const derive = (agents: Agents): Floor =>
  agents.values().reduce((next, agent) => replaced(next, undefined, agent), nobody);

export const floorOf = (agents: Agents): Floor => agents.derived(derive);

const changedTo = (from: Agents, to: Agents, id: string): Agents => {
  to.derived(derive, () => replaced(floorOf(from), from.get(id), to.get(id)));
  return to;
};

/** Agents are set and deleted here alone, so that the floor follows in O(teams of the agent x log n) a change. */
export const withAgent = (agents: Agents, agent: Agent): Agents =>
  changedTo(agents, agents.set(agent.agentId, agent), agent.agentId);

export const withoutAgent = (agents: Agents, agentId: string): Agents =>
  changedTo(agents, agents.delete(agentId), agentId);
