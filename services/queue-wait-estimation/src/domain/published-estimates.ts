import type { DataOf, Instant } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { announcementKey } from './announcement.ts';
import { nextAnnouncement } from './announcement-promise.ts';
import { MARKOV } from './estimators.ts';
import type { Pool } from './pool.ts';
import { countSameSubjectAhead, inQueueOrder, queueAheadOf, queueScanner } from './queue-ahead.ts';
import type { WaitingHandoff } from './queue-lines.ts';
import { publishedSeconds, queueAnnouncementKey, queueWaitOf } from './queue-wait.ts';
import type { WaitSettings } from './settings.ts';
import { arrivalQuantiles, type PoolView, type Quantiles, quantilesOf } from './wait-quantiles.ts';

/** Null where nothing new may be announced yet. */
const waitEstimateOf = (
  pool: Pool,
  handoff: WaitingHandoff,
  countAhead: number,
  quantiles: Quantiles | null,
  at: Instant,
  settings: WaitSettings,
): Output<'WaitEstimated'> | null => {
  const announcement = nextAnnouncement(handoff.lastAnnouncement, quantiles, at, settings);
  if (announcement === null) return null;
  const { handoffId, conversationId, tenantId } = handoff;
  const data: DataOf<'WaitEstimated'> = {
    ...{ poolId: pool.poolId, tenantId, handoffId, conversationId },
    position: countAhead + 1,
    ...publishedSeconds(quantiles),
    announcement,
    estimator: quantiles?.estimator ?? MARKOV,
  };
  return { type: 'WaitEstimated', data };
};

/** The estimate of a hand-off that has just entered the queue. */
export const arrivalEstimate = (
  pool: Pool,
  handoff: WaitingHandoff,
  view: PoolView,
  settings: WaitSettings,
): Output<'WaitEstimated'> | null => {
  const { snapshot, simulated } = view;
  const ahead = queueAheadOf(pool, handoff, snapshot, settings);
  const position = () => ({ load: ahead.load, sameSubjectAhead: countSameSubjectAhead(pool, handoff, settings) });
  const quantiles =
    simulated === null
      ? arrivalQuantiles(handoff, ahead, snapshot, pool.publishedQueue)
      : quantilesOf(handoff, position(), view);
  return waitEstimateOf(pool, handoff, ahead.count, quantiles, snapshot.at, settings);
};

/** The estimates whose announcement changed, from the front; none of a hand-off estimated less than `repeatAfterSeconds` ago. */
export const changedEstimates = (
  pool: Pool,
  view: PoolView,
  except: string | null,
  settings: WaitSettings,
): Output<'WaitEstimated'>[] => {
  const { snapshot, simulated } = view;
  const outputs: Output<'WaitEstimated'>[] = [];
  const scan = queueScanner(pool, snapshot, settings);
  const keyOf = ({ position, announcement }: DataOf<'WaitEstimated'>): string =>
    announcementKey(position, announcement, settings);
  for (const { row } of inQueueOrder(pool, settings)) {
    if (outputs.length >= settings.maxPerRefresh) break;
    const last = row.lastAnnouncement;
    const isPromised = last !== null && last.promisedUntil !== null;
    const { ahead, sameSubjectAhead, expected } = scan(row, simulated === null && !isPromised);
    if (row.handoffId === except) continue;
    if (last !== null && snapshot.at - last.at < settings.repeatAfterSeconds * 1000) continue;
    if (expected !== null && last?.announcementKey === announcementKey(ahead.count + 1, expected, settings)) continue;
    const quantiles = quantilesOf(row, { load: ahead.load, sameSubjectAhead }, view);
    const output = waitEstimateOf(pool, row, ahead.count, quantiles, snapshot.at, settings);
    if (output !== null && last?.announcementKey !== keyOf(output.data)) outputs.push(output);
  }
  return outputs;
};

/** The wait of a customer who would join, where its announcement changed and the last one is `queueEverySeconds` old. */
export const changedQueueWait = (
  pool: Pool,
  view: PoolView,
  settings: WaitSettings,
): Output<'QueueWaitEstimated'>[] => {
  const publishedAt = pool.publishedQueue?.at ?? Number.NEGATIVE_INFINITY;
  const isTooSoon = view.snapshot.at - publishedAt < settings.queueEverySeconds * 1000;
  if (Object.keys(pool.routes).length === 0 || isTooSoon) return [];
  const data = queueWaitOf(pool, view, settings);
  return pool.publishedQueue?.announcementKey === queueAnnouncementKey(data)
    ? []
    : [{ type: 'QueueWaitEstimated', data }];
};

export const recordQueueWait = (state: Pool | null, at: Instant, data: DataOf<'QueueWaitEstimated'>): Pool | null => {
  const { subjects, estimator } = data;
  const publishedQueue = { at, announcementKey: queueAnnouncementKey(data), subjects, estimator };
  return state === null ? null : { ...state, publishedQueue };
};
