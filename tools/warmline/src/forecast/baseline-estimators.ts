import type { LogEvent, WaitForecast } from '@warmline/queue-wait-estimation/forecast';

export type BaselineEstimator = 'recent' | 'last';

const WINDOW = 900;

/**
 * Estimators that others use, for comparison: `recent` is the mean wait of customers served in the last 15 minutes with its
 * quantiles, `last` the wait of the last customer served. Neither distinguishes subjects or queues.
 */
export const baselineEstimator = (which: BaselineEstimator): ((event: LogEvent) => WaitForecast | null) => {
  const requestedAt = new Map<string, number>();
  let recentWaits: { readonly t: number; readonly waited: number }[] = [];
  return (event) => {
    if (event.type === 'handoff.assigned') {
      const t = requestedAt.get(event.id);
      if (t === undefined) return null;
      requestedAt.delete(event.id);
      recentWaits.push({ t: event.t, waited: event.t - t });
      return null;
    }
    if (event.type !== 'handoff.requested') return null;
    const { id, t } = event;
    requestedAt.set(id, t);
    const kept = recentWaits.filter((row) => row.t >= t - WINDOW);
    recentWaits = kept.length > 0 ? kept : recentWaits.slice(-1);
    const waits = (which === 'last' ? recentWaits.slice(-1) : recentWaits)
      .map(({ waited }) => waited)
      .sort((a, b) => a - b);
    const at = (p: number): number => waits[Math.min(waits.length - 1, Math.floor(p * waits.length))] ?? 0;
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length);
    return { id, mean, p50: at(0.5), p80: at(0.8), p90: at(0.9) };
  };
};
