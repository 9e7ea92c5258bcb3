import { mean, sum } from 'd3-array';
import type { BacklogSample } from './backlog.ts';

/** Growth of the lag, events a second: the slope of the least-squares line. 0 for fewer than two samples. */
export const backlogSlope = (samples: readonly BacklogSample[]): number => {
  const at = mean(samples, (s) => s.at) ?? 0;
  const lag = mean(samples, (s) => s.lag) ?? 0;
  const spread = sum(samples, (s) => (s.at - at) ** 2);
  return spread === 0 ? 0 : sum(samples, (s) => (s.at - at) * (s.lag - lag)) / spread;
};
