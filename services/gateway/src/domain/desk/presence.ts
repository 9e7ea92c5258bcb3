import type { CommandResult, Output } from '@warmline/messaging/decider';
import { withTimelineRow } from '../results.ts';
import type { Desk } from './desk.ts';
import type { SetPresence } from './desk-commands.ts';

/** Sets profile and status, and publishes them to routing. Offers and assigned work stay on the desk. */
export const setPresence = (before: Desk | null, { data, at }: SetPresence): CommandResult<Desk> => {
  const { agentId, tenantId, poolId, name, status, teams, skills, languages, channels, capacity } = data;
  const profile = { agentId, tenantId, poolId, name, status, teams, skills, languages, capacity };
  const state: Desk = {
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
