import type { BacklogSample } from './backlog.ts';

/** Events a second by which the lag grew: the slope of the straight line that fits best (least squares). 0 for fewer than two samples. */
export const backlogSlope = (samples: readonly BacklogSample[]): number => {
  const n = samples.length;
  const mean = (of: (s: BacklogSample) => number): number => samples.reduce((sum, s) => sum + of(s), 0) / n;
  const at = mean((s) => s.at);
  const lag = mean((s) => s.lag);
  const spread = samples.reduce((sum, s) => sum + (s.at - at) ** 2, 0);
  return n < 2 || spread === 0 ? 0 : samples.reduce((sum, s) => sum + (s.at - at) * (s.lag - lag), 0) / spread;
};
