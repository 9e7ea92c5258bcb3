import type { Forecast, LogEvent } from '@warmline/queue-wait-estimation/forecast';

export type Plain = 'recent' | 'last';

const WINDOW = 900;

/**
 * What peers announce, to compare with: `recent` the mean wait of those who entered service in the last 15 minutes and its
 * quantiles, `last` the wait of the last one who entered service. Neither knows subjects or queues.
 */
export const plainly = (which: Plain): ((event: LogEvent) => Forecast | null) => {
  const asked = new Map<string, number>();
  let entered: { readonly t: number; readonly waited: number }[] = [];
  return (event) => {
    if (event.type === 'handoff.assigned') {
      const t = asked.get(event.id);
      if (t === undefined) return null;
      asked.delete(event.id);
      entered.push({ t: event.t, waited: event.t - t });
      return null;
    }
    if (event.type !== 'handoff.requested') return null;
    const { id, t } = event;
    asked.set(id, t);
    const kept = entered.filter((row) => row.t >= t - WINDOW);
    entered = kept.length > 0 ? kept : entered.slice(-1);
    const waits = (which === 'last' ? entered.slice(-1) : entered).map(({ waited }) => waited).sort((a, b) => a - b);
    const at = (p: number): number => waits[Math.min(waits.length - 1, Math.floor(p * waits.length))] ?? 0;
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length);
    return { id, mean, p50: at(0.5), p80: at(0.8), p90: at(0.9) };
  };
};
