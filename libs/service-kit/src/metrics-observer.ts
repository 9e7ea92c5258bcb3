import { type CommandObserver, type Observer } from '@warmline/messaging';
import type { Metrics } from '@warmline/telemetry';

export const commandMetricsObserver = (metrics: Metrics): CommandObserver => ({
  waiting: (commands) => metrics.commandsWaiting.set(commands),
  refused: (reason) => metrics.commandsRefused.inc({ reason }),
});

const OUTCOMES = { emitted: 'emit', skipped: 'skip', rejected: 'reject' } as const;

/** Feeds the runtime's measurements into the metrics of the service. Reasons are reduced to their class, so messages add no series. */
export const metricsObserver = (metrics: Metrics): Observer => ({
  inputHandled: (_service, { outcome: what, topic, type, reason }) => {
    if (what === 'duplicate') return metrics.duplicatesSkipped.inc({ topic });
    if (what === 'tick') return metrics.ticks.inc();
    metrics.eventsProcessed.inc({ topic, type, outcome: OUTCOMES[what] });
    if (what === 'rejected') metrics.deadLetters.inc({ topic, reason: reasonClass(reason ?? '') });
  },
  committed: (commitSeconds, batchSeconds, records) => {
    metrics.commitSeconds.observe(commitSeconds);
    metrics.batchSeconds.observe(batchSeconds);
    metrics.batchEvents.observe(records);
  },
  published: (seconds) => metrics.publishSeconds.observe(seconds),
  outboxBacklog: (rows) => metrics.outboxRows.set(rows),
  taskTakenOver: () => metrics.taskTakeovers.inc(),
  commitWasStale: () => metrics.staleCommits.inc(),
  lag: (topic, records) => metrics.consumerLag.set({ topic }, records),
});

const reasonClass = (reason: string): string => {
  const [known] = [
    'threw',
    'not JSON',
    'unknown event type',
    'oversized',
    'empty value',
    'header',
    'refused',
    'invalid output',
    'oversized output',
  ].filter((start) => reason.startsWith(start));
  return known ?? (/^\w+: /.test(reason) ? 'schema' : 'rule');
};
