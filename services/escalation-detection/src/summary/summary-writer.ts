import { type DataOf, topics } from '@warmline/contracts';
import type { Log } from '@warmline/messaging';
import { derivedId, encode, type ProcessedEvent, type ProducerRecord } from '@warmline/messaging';
import type { AskModel } from '@warmline/service-kit/model-endpoint';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  wrap,
} from 'cockatiel';
import { checkAnswer, INSTRUCTIONS, summaryMaterial } from '../domain/model-summary.ts';

type Requested = DataOf<'HandoffRequested'>;

export type SummaryOutcome = 'written' | 'unsupported' | 'timeout' | 'failed' | 'circuit-open' | 'queue-full';

export interface SummaryWriterSettings {
  readonly ask: AskModel;
  readonly model: string;
  readonly append: (records: readonly ProducerRecord[]) => Promise<unknown>;
  readonly now: () => number;
  readonly log: Log;
  readonly countOutcome: (outcome: SummaryOutcome) => void;
  /** Consecutive failures that open the circuit, and the time it stays open. */
  readonly circuit?: { readonly failures: number; readonly openMs: number };
}

const CIRCUIT = { failures: 5, openMs: 30_000 };
/** Concurrent calls, and hand-offs queued for one. Beyond both the built-in summary stays. */
const MAX_CONCURRENT_CALLS = 8;
const MAX_QUEUED_CALLS = 64;

/** Requests a model summary for each committed hand-off. Nothing waits for it; after a failure or a crash the built-in summary stays. */
export interface SummaryWriter {
  /** Never throws. */
  onCommitted(happened: readonly ProcessedEvent[]): void;
  start(): Promise<void>;
  /** Aborts calls in progress. */
  stop(): Promise<void>;
}

const outcomeOf = (error: unknown): SummaryOutcome => {
  if (error instanceof BrokenCircuitError) return 'circuit-open';
  if (error instanceof BulkheadRejectedError) return 'queue-full';
  return (error as { readonly name?: unknown } | null)?.name === 'TimeoutError' ? 'timeout' : 'failed';
};

/** The record of a model summary. Its id is derived from the hand-off, so a repeat is a duplicate. */
const summaryRecord = (handoff: Requested, text: string, model: string, at: number): ProducerRecord => {
  const { conversationId, tenantId, handoffId, poolId } = handoff;
  return encode(
    'escalation-detection',
    {
      type: 'SummaryWritten',
      data: { conversationId, tenantId, handoffId, poolId, text, model },
      topic: topics.escalationIntake.name,
    },
    derivedId(`${handoffId}/summary`),
    { id: handoffId, at, tenantId, correlationId: conversationId, traceparent: undefined },
  );
};

export const summaryWriter = (settings: SummaryWriterSettings): SummaryWriter => {
  const { ask, model, append, now, log, countOutcome } = settings;
  const { failures, openMs } = settings.circuit ?? CIRCUIT;
  const stopping = new AbortController();
  const inFlight = new Set<Promise<void>>();
  const limited = wrap(
    bulkhead(MAX_CONCURRENT_CALLS, MAX_QUEUED_CALLS),
    circuitBreaker(handleAll, { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failures) }),
  );

  const write = async (handoff: Requested): Promise<void> => {
    const { conversationId } = handoff;
    try {
      const material = summaryMaterial(handoff);
      const answer = await limited.execute(() => ask(INSTRUCTIONS, material, stopping.signal));
      const check = checkAnswer(answer, material);
      if (check.is === 'supported') {
        await append([summaryRecord(handoff, check.text, model, now())]);
        return countOutcome('written');
      }
      // The fact itself is not logged: it may be personal data.
      log.info({ conversationId }, `model summary rejected: ${check.is}`);
      countOutcome(check.is === 'unsupported' ? 'unsupported' : 'failed');
    } catch (error) {
      if (stopping.signal.aborted) return;
      const outcome = outcomeOf(error);
      countOutcome(outcome);
      if (outcome === 'failed') log.warn({ err: error, conversationId }, 'no model summary; the built-in one stays');
    }
  };

  return {
    onCommitted: (events) => {
      if (stopping.signal.aborted) return;
      for (const { outputs } of events)
        for (const { type, data } of outputs) {
          if (type !== 'HandoffRequested') continue;
          const writing = write(data as Requested).finally(() => inFlight.delete(writing));
          inFlight.add(writing);
        }
    },
    start: async () => {},
    stop: async () => {
      stopping.abort(new Error('stopping'));
      await Promise.all(inFlight);
    },
  };
};
