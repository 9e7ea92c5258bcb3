import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { type Announcement, announcementKey, announcementOf } from './announcement.ts';
import type { Pool } from './pool.ts';
import type { LastAnnouncement } from './queue-lines.ts';
import type { WaitSettings } from './settings.ts';
import type { Quantiles } from './wait-quantiles.ts';

/** The instant at which the longer end of an announcement falls; null: it has none. */
const promiseEndOf = ({ underOneMinute, highMinutes }: Announcement, at: Instant): Instant | null =>
  underOneMinute ? at + 60_000 : highMinutes === undefined ? null : at + highMinutes * 60_000;

/** True if half of such waits now end after the promised instant, or nothing is known any more. */
const breaksPromise = (p50Seconds: number | undefined, promisedUntil: Instant, at: Instant): boolean =>
  p50Seconds === undefined || at + p50Seconds * 1000 > promisedUntil;

/**
 * The announcement of an estimate, given the previous one. A longer wait is announced only when the promise would break; until then
 * neither end exceeds the one announced last. Null, announce nothing: "under 1 minute" was announced, no longer holds, and may still be kept.
 */
export const nextAnnouncement = (
  previous: LastAnnouncement | null,
  quantiles: Quantiles | null,
  at: Instant,
  settings: WaitSettings,
): Announcement | null => {
  const { p50 = null, p80 = null } = quantiles ?? {};
  const current = announcementOf(p50, p80, settings);
  const until = previous?.promisedUntil ?? null;
  if (until === null || p50 === null || p80 === null || current.underOneMinute || breaksPromise(p50, until, at))
    return current;
  const { lowMinutes = null, highMinutes = null } = previous ?? {};
  if (lowMinutes === null || highMinutes === null) return null;
  return announcementOf(Math.min(p50, lowMinutes * 60), Math.min(Math.max(60, p80), highMinutes * 60), settings);
};

/** The record of an announcement. Repeating a promise that still holds does not postpone it. */
export const announcementRecordOf = (
  previous: LastAnnouncement | null,
  at: Instant,
  data: DataOf<'WaitEstimated'>,
  settings: WaitSettings,
): LastAnnouncement => {
  const { position, announcement, p50Seconds } = data;
  const end = promiseEndOf(announcement, at);
  const before = previous?.promisedUntil ?? null;
  const isKept = before !== null && !breaksPromise(p50Seconds, before, at);
  return {
    at,
    announcementKey: announcementKey(position, announcement, settings),
    lowMinutes: announcement.lowMinutes ?? null,
    highMinutes: announcement.highMinutes ?? null,
    promisedUntil: isKept ? Math.min(before, end ?? before) : end,
    earliestPromise: earliest(previous?.earliestPromise ?? null, end),
  };
};

const earliest = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** At the assignment: whether every announced longer end was kept. No output where none was announced. */
export const promiseOutcome = (
  state: Pool | null,
  { at, data: { handoffId } }: EventOf<'HandoffAssigned'>,
): Output<'WaitPromiseEnded'>[] => {
  const row = state?.waiting.get(handoffId);
  const promisedBy = row?.lastAnnouncement?.earliestPromise ?? null;
  if (state === null || row === undefined || promisedBy === null) return [];
  const { conversationId, tenantId } = row;
  const data = { poolId: state.poolId, tenantId, handoffId, conversationId, promisedBy, kept: at <= promisedBy };
  return [{ type: 'WaitPromiseEnded', data }];
};

export const recordAnnouncement = (
  state: Pool | null,
  at: Instant,
  data: DataOf<'WaitEstimated'>,
  settings: WaitSettings,
): Pool | null => {
  const row = state?.waiting.get(data.handoffId);
  if (state === null || row === undefined) return state;
  const next = { ...row, lastAnnouncement: announcementRecordOf(row.lastAnnouncement, at, data, settings) };
  return { ...state, waiting: state.waiting.set(row.handoffId, next) };
};
