import type { DataOf } from '@warmline/contracts';
import type { CapacitySnapshot, TeamCapacity } from './capacity-snapshot.ts';
import { longestAhead } from './erlang-a.ts';
import type { WaitSettings } from './settings.ts';

export type Estimate = DataOf<'WaitEstimated'>;
export type Announcement = Estimate['announcement'];

/**
 * The range from p50 to p80, both ends rounded up to a bucket. `lowMinutes` alone means "this or longer"; no end, with
 * `underOneMinute` false, means that nothing is known.
 */
export const announcementOf = (p50: number | null, p80: number | null, settings: WaitSettings): Announcement => {
  if (p50 === null || p80 === null) return { underOneMinute: false };
  if (p80 < 60) return { underOneMinute: true };
  const buckets = settings.bucketsMinutes;
  const low = buckets.find((minutes) => p50 <= minutes * 60) ?? buckets.at(-1);
  const high = p50 <= (buckets.at(-1) ?? 0) * 60 ? buckets.find((minutes) => p80 <= minutes * 60) : undefined;
  return {
    underOneMinute: false,
    ...(low === undefined ? {} : { lowMinutes: low }),
    ...(high === undefined ? {} : { highMinutes: high }),
  };
};

/** Changes where a customer would notice a change. */
export const announcementKey = (
  position: number,
  { underOneMinute, lowMinutes, highMinutes }: Announcement,
  settings: WaitSettings,
): string =>
  `${position <= settings.exactPositions ? position : ''}/${underOneMinute ? '<1' : `${lowMinutes ?? ''}-${highMinutes ?? ''}`}`;

/**
 * The announcement for any number of hand-offs ahead of the same capacity. The end of each bucket is found once, by bisection, so no
 * quantile is computed for each place. `max`: the longest queue that is looked up.
 */
export const announcementLookup = (
  capacity: TeamCapacity,
  snapshot: CapacitySnapshot,
  settings: WaitSettings,
  max: number,
) => {
  const { theta, answerSeconds } = snapshot;
  const longestPerBucket = (p: number): number[] =>
    settings.bucketsMinutes.map((minutes) => {
      const left = minutes * 60 - answerSeconds;
      return left <= 0 ? -1 : longestAhead(capacity.rate, theta, p, left, max);
    });
  const [median, cautious] = capacity.capacity === 0 ? [[], []] : [longestPerBucket(0.5), longestPerBucket(0.8)];
  const bucketEnd = (longestPerBucket: readonly number[], places: number): number => {
    const bucket = longestPerBucket.findIndex((end) => places <= end);
    return bucket < 0 ? Number.POSITIVE_INFINITY : (settings.bucketsMinutes[bucket] ?? 0) * 60;
  };
  return (ahead: number): Announcement => {
    if (capacity.capacity === 0) return announcementOf(null, null, settings);
    if (ahead < capacity.free) return announcementOf(0, answerSeconds * -Math.log1p(-0.8), settings);
    const places = ahead - capacity.free;
    const under = longestUnderOneMinute(cautious, settings) >= places;
    return announcementOf(bucketEnd(median, places), under ? 0 : bucketEnd(cautious, places), settings);
  };
};

const longestUnderOneMinute = (ends: readonly number[], { bucketsMinutes }: WaitSettings): number => {
  const first = bucketsMinutes.indexOf(1);
  return first < 0 ? -1 : (ends[first] ?? -1);
};
