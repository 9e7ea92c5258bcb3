import { type CommandObserver, type Observer } from '@warmline/messaging';
import type { Metrics } from '@warmline/telemetry';

export const commandMetricsObserver = (metrics: Metrics): CommandObserver => ({
  waiting: (commands) => metrics.commandsWaiting.set(commands),
  refused: (reason) => metrics.commandsRefused.inc({ reason }),
  rulesRan: (topic, handler, seconds) => metrics.handlerSeconds.observe({ topic, handler }, seconds),
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
  rulesRan: (topic, handler, seconds) => metrics.handlerSeconds.observe({ topic, handler }, seconds),
  brokerFailed: (operation) => metrics.brokerErrors.inc({ operation }),
  outboxBacklog: (rows) => metrics.publishQueueRows.set(rows),
  taskTakenOver: () => metrics.taskTakeovers.inc(),
  commitWasStale: () => metrics.staleCommits.inc(),
  tasksStopped: (tasks) => metrics.tasksStopped.set(tasks),
  lag: (topic, records, seconds) => {
    metrics.consumerLag.set({ topic }, records);
    metrics.consumerLagSeconds.set({ topic }, seconds);
  },
});

/** Dead letters of a topic exist at 0 for every class, so that the first one is an increase. */
export const startDeadLettersAtZero = (
  { deadLetters }: Metrics,
  topics: readonly { readonly name: string }[],
): void => {
  for (const { name: topic } of topics) for (const reason of REASON_CLASSES) deadLetters.inc({ topic, reason }, 0);
};

const REASON_STARTS = [
  'threw',
  'not JSON',
  'unknown event type',
  'oversized',
  'empty value',
  'header',
  'refused',
  'invalid output',
] as const;
const REASON_CLASSES = [...REASON_STARTS, 'schema', 'rule'] as const;

const reasonClass = (reason: string): (typeof REASON_CLASSES)[number] =>
  REASON_STARTS.find((start) => reason.startsWith(start)) ?? (/^\w+: /.test(reason) ? 'schema' : 'rule');
