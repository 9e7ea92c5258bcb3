import type { Heard, Instant } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { type Announcement, announcementOf, gist } from './announce.ts';
import type { Announced } from './lines.ts';
import type { Pool } from './pool.ts';
import type { Quantiles } from './quantiles.ts';
import type { WaitSettings } from './settings.ts';

/** The instant before which the longer end of an announcement falls; null: it has none. */
const untilOf = ({ underOneMinute, highMinutes }: Announcement, at: Instant): Instant | null =>
  underOneMinute ? at + 60_000 : highMinutes === undefined ? null : at + highMinutes * 60_000;

/** The promise would break: half of such waits now end after what was told, or nothing is known any more. */
const breaks = (p50Seconds: number | undefined, until: Instant, at: Instant): boolean =>
  p50Seconds === undefined || at + p50Seconds * 1000 > until;

/**
 * The announcement of an estimate to one who was told something before. A rise is told only when the promise would break: until then
 * neither end is later, in words, than it was told last. Null: "under 1 minute" was told, is no longer so and may still come true, so
 * that nothing is said.
 */
export const announcing = (
  told: Announced | null,
  quantiles: Quantiles | null,
  at: Instant,
  settings: WaitSettings,
): Announcement | null => {
  const { p50 = null, p80 = null } = quantiles ?? {};
  const fresh = announcementOf(p50, p80, settings);
  const until = told?.until ?? null;
  if (until === null || p50 === null || p80 === null || fresh.underOneMinute || breaks(p50, until, at)) return fresh;
  const { low, high } = told ?? {};
  if (low == null || high == null) return null;
  return announcementOf(Math.min(p50, low * 60), Math.min(Math.max(60, p80), high * 60), settings);
};

/** What is kept of an announcement: an unbroken promise is not put off by being repeated. */
export const promised = (
  told: Announced | null,
  { at, data }: Heard<'WaitEstimated'>,
  settings: WaitSettings,
): Announced => {
  const { position, announcement, p50Seconds } = data;
  const fresh = untilOf(announcement, at);
  const before = told?.until ?? null;
  const holds = before !== null && !breaks(p50Seconds, before, at);
  return {
    at,
    what: gist(position, announcement, settings),
    low: announcement.lowMinutes ?? null,
    high: announcement.highMinutes ?? null,
    until: holds ? Math.min(before, fresh ?? before) : fresh,
    promised: earliest(told?.promised ?? null, fresh),
  };
};

const earliest = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** Whether it was served within every longer end it was told. Nothing was promised to who was told none. */
export const promiseEnded = (
  state: Pool | null,
  { at, data: { handoffId } }: Heard<'HandoffAssigned'>,
): Output<'WaitPromiseEnded'>[] => {
  const row = state?.waiting.get(handoffId);
  const promisedBy = row?.announced?.promised ?? null;
  if (state === null || row === undefined || promisedBy === null) return [];
  const { conversationId, tenantId } = row;
  const data = { poolId: state.poolId, tenantId, handoffId, conversationId, promisedBy, kept: at <= promisedBy };
  return [{ type: 'WaitPromiseEnded', data }];
};

export const announced = (state: Pool | null, event: Heard<'WaitEstimated'>, settings: WaitSettings): Pool | null => {
  const row = state?.waiting.get(event.data.handoffId);
  if (state === null || row === undefined) return state;
  const next = { ...row, announced: promised(row.announced, event, settings) };
  return { ...state, waiting: state.waiting.set(row.handoffId, next) };
};
