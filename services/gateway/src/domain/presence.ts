import type { Commanded, Output } from '@warmline/messaging/decider';
import type { Desk, SetPresence } from './agent.ts';
import { shown } from './telling.ts';

/** Who sits at the desk, told to routing with the whole profile; what is on the desk stays. */
export const presence = (before: Desk | null, { data, at }: SetPresence): Commanded<Desk> => {
  const { agentId, tenantId, poolId, name, status, teams, skills, languages, channels, capacity } = data;
  const profile = { agentId, tenantId, poolId, name, status, teams, skills, languages, capacity };
  const state: Desk = {
    is: 'desk',
    seq: 0,
    offers: {},
    conversations: {},
    wrapUps: {},
    consults: {},
    ...before,
    ...profile,
    channels,
  };
  const output: Output = {
    type: 'AgentPresenceChanged',
    data: {
      ...{ ...profile, teams: [...teams], skills: [...skills], languages: [...languages] },
      ...(channels === undefined ? {} : { channels: [...channels] }),
    },
  };
  const answer = { status: 200, body: { agentId, name, status, teams, capacity } };
  return shown(state, at, 'presence', { status }, [output], answer);
};
