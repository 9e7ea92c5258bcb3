import type { CommandResult, Output } from '@warmline/messaging/decider';
import { withTimelineRow } from '../conversation/conversation-update.ts';
import type { Desk, SetPresence } from './desk.ts';

/** Who sits at the desk, told to routing with the whole profile; what is on the desk stays. */
export const setPresence = (before: Desk | null, { data, at }: SetPresence): CommandResult<Desk> => {
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
  return withTimelineRow(state, at, 'presence', { status }, [output], answer);
};
