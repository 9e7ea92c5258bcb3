import type { CommandResult } from '@warmline/messaging/decider';
import { withTimelineRow } from '../results.ts';
import { AWAITED_STREAM, connectionOf, presenceChanged, silentAfterMs, withStream } from './connection.ts';
import type { Desk, DeskSettings } from './desk.ts';
import type { SetPresence } from './desk-commands.ts';

/**
 * Sets profile and status, and publishes them to routing. Offers and assigned work stay on the desk. An agent whose streams are all
 * lost is present by this request alone, until a stream is open again.
 */
export const setPresence = (
  before: Desk | null,
  { data, at }: SetPresence,
  settings: DeskSettings,
): CommandResult<Desk> => {
  const { awaitsStream = false, ...profile } = data;
  const { agentId, name, status, teams, capacity } = profile;
  const { lostAt: _, ...known } = before ?? {};
  const desk: Desk = { seq: 0, offers: {}, conversations: {}, wrapUps: {}, consults: {}, ...known, ...profile };
  const state =
    awaitsStream && desk.streams === undefined ? withStream(desk, AWAITED_STREAM, at + silentAfterMs(settings)) : desk;
  const row = { status, connection: connectionOf(state) };
  const answer = { status: 200, body: { agentId, name, status, teams, capacity } };
  return withTimelineRow(state, at, 'presence', row, [presenceChanged(state, status)], answer);
};
