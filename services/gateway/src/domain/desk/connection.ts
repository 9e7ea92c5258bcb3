import { type AgentStatus, type Instant, ownValue, type Tick } from '@warmline/contracts';
import type { CommandResult, Output } from '@warmline/messaging/decider';
import { OK, problem, stateOnly, withTimelineRow } from '../results.ts';
import { type AgentProfile, connectionDue, type Desk, type DeskSettings } from './desk.ts';
import type { AnswerHeartbeat, CloseStream, HoldStream } from './desk-commands.ts';

/** Streams that one desk remembers; the one that ends first is forgotten. */
const MAX_STREAMS = 20;
/** The stream that a desk has announced. It ends like any other, or with the first real one. */
export const AWAITED_STREAM = 'awaited';
/** Heartbeats after which a stream without a sign of life is closed. */
const MISSED_HEARTBEATS = 3;

export const silentAfterMs = ({ heartbeatMs }: DeskSettings): number => MISSED_HEARTBEATS * heartbeatMs;

/** What routing is told: profile and status. */
export const presenceChanged = (profile: AgentProfile, status: AgentStatus): Output => {
  const { agentId, tenantId, poolId, name, teams, skills, languages, channels, capacity } = profile;
  return {
    type: 'AgentPresenceChanged',
    data: {
      ...{ agentId, tenantId, poolId, name, status, capacity },
      ...{ teams: [...teams], skills: [...skills], languages: [...languages] },
      ...(channels === undefined ? {} : { channels: [...channels] }),
    },
  };
};

/** The agent as others see them: not there while the connection of their desk is lost. */
export const isReachable = ({ status, lostAt }: Desk): boolean => status !== 'offline' && lostAt === undefined;

/** `none`: the presence does not depend on a stream. */
export const connectionOf = ({ streams, lostAt }: Desk): 'open' | 'lost' | 'none' => {
  if (lostAt !== undefined) return 'lost';
  return streams === undefined ? 'none' : 'open';
};

export const withStream = (desk: Desk, streamId: string, until: Instant): Desk => {
  const streams = Object.entries({ ...desk.streams, [streamId]: until }).sort(([, a], [, b]) => a - b);
  return { ...desk, streams: Object.fromEntries(streams.slice(-MAX_STREAMS)) };
};

const presenceRow = (status: AgentStatus, connection: 'open' | 'lost') => ({ status, connection });

/** A stream is open, or still open: the agent is connected, and gets the status from before if the grace is not over. */
export const holdStream = (before: Desk, { data, at }: HoldStream, settings: DeskSettings): CommandResult<Desk> => {
  const { [AWAITED_STREAM]: _, ...streams } = before.streams ?? {};
  const { lostAt, ...connected } = withStream({ ...before, streams }, data.streamId, at + silentAfterMs(settings));
  if (lostAt === undefined) return stateOnly<Desk>(connected, OK);
  if (at >= lostAt + settings.disconnectGraceMs)
    return withTimelineRow<Desk>({ ...connected, status: 'offline' }, at, 'presence', presenceRow('offline', 'open'));
  const { status } = connected;
  return withTimelineRow<Desk>(connected, at, 'presence', presenceRow(status, 'open'), [
    presenceChanged(connected, status),
  ]);
};

export const answerHeartbeat = (
  before: Desk,
  { data: { streamId }, at }: AnswerHeartbeat,
  settings: DeskSettings,
): CommandResult<Desk> =>
  ownValue(before.streams ?? {}, streamId) === undefined
    ? stateOnly(before, problem(404, 'Stream closed', 'this stream of the desk was closed or silent; open a new one'))
    : stateOnly(withStream(before, streamId, at + silentAfterMs(settings)), OK);

/** A closed stream counts for one heartbeat longer, so that a page may be loaded again. */
export const closeStream = (
  before: Desk,
  { data: { streamId }, at }: CloseStream,
  { heartbeatMs }: DeskSettings,
): CommandResult<Desk> => {
  const until = ownValue(before.streams ?? {}, streamId);
  return until === undefined
    ? stateOnly(before, OK)
    : stateOnly(withStream(before, streamId, Math.min(until, at + heartbeatMs)), OK);
};

/**
 * The last stream ended, or the grace did; null if neither. A tick that is received late follows an outage of the gateway, in which no
 * stream could show that it is alive: all streams get time to do so.
 */
export const connectionTick = (
  before: Desk,
  { at }: Tick,
  settings: DeskSettings,
  receivedAt: Instant = at,
): CommandResult<Desk> | null => {
  const due = connectionDue(before, settings);
  if (due === null || due > at) return null;
  const { streams, lostAt, ...unbound } = before;
  if (lostAt !== undefined)
    return withTimelineRow<Desk>({ ...unbound, status: 'offline' }, at, 'presence', presenceRow('offline', 'lost'));
  if (receivedAt - at > settings.heartbeatMs) {
    const until = receivedAt + silentAfterMs(settings);
    return stateOnly(
      { ...before, streams: Object.fromEntries(Object.keys(streams ?? {}).map((id) => [id, until])) },
      OK,
    );
  }
  const { status } = before;
  if (status === 'offline') return stateOnly<Desk>(unbound, OK);
  return withTimelineRow<Desk>({ ...unbound, lostAt: at }, at, 'presence', presenceRow(status, 'lost'), [
    presenceChanged(unbound, 'offline'),
  ]);
};
