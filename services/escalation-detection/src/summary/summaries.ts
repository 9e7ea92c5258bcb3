import { type DataOf, topics } from '@warmline/contracts';
import { derivedId, encode, type Happened, type Outgoing } from '@warmline/messaging';
import type { Log } from '@warmline/messaging/service';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  wrap,
} from 'cockatiel';
import { checked, materialOf, TASK } from '../domain/better-summary.ts';
import type { Ask } from './endpoint.ts';

type Requested = DataOf<'HandoffRequested'>;

export type SummaryOutcome = 'written' | 'unfounded' | 'timeout' | 'failed' | 'open' | 'busy';

export interface SummariesSettings {
  readonly ask: Ask;
  readonly model: string;
  readonly append: (records: readonly Outgoing[]) => Promise<unknown>;
  readonly now: () => number;
  readonly log: Log;
  readonly counted: (outcome: SummaryOutcome) => void;
  /** Failures in a row that open the circuit, and how long it stays open. */
  readonly circuit?: { readonly failures: number; readonly openMs: number };
}

const CIRCUIT = { failures: 5, openMs: 30_000 };
/** Calls at a time, and hand-offs that wait for one; beyond that the built-in summary stays. */
const CALLS = 8;
const WAITING = 64;

/** Asks for each hand-off's better summary after it was committed. Nobody waits for it: what fails, or is lost in a crash, leaves the built-in one. */
export interface Summaries {
  /** Never throws. */
  committed(happened: readonly Happened[]): void;
  start(): Promise<void>;
  /** Gives up calls under way. */
  stop(): Promise<void>;
}

const outcomeOf = (error: unknown): SummaryOutcome => {
  if (error instanceof BrokenCircuitError) return 'open';
  if (error instanceof BulkheadRejectedError) return 'busy';
  return (error as { readonly name?: unknown } | null)?.name === 'TimeoutError' ? 'timeout' : 'failed';
};

/** The record of a written summary: one id for one hand-off, so that what follows from it has one too. */
const recordOf = (handoff: Requested, text: string, model: string, at: number): Outgoing => {
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

export const summaries = (settings: SummariesSettings): Summaries => {
  const { ask, model, append, now, log, counted } = settings;
  const { failures, openMs } = settings.circuit ?? CIRCUIT;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const guarded = wrap(
    bulkhead(CALLS, WAITING),
    circuitBreaker(handleAll, { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failures) }),
  );

  const write = async (handoff: Requested): Promise<void> => {
    const { conversationId } = handoff;
    try {
      const material = materialOf(handoff);
      const answer = await guarded.execute(() => ask(TASK, material, stopping.signal));
      const found = checked(answer, material);
      if (found.is === 'founded') {
        await append([recordOf(handoff, found.text, model, now())]);
        return counted('written');
      }
      // The fact itself is not logged: it may be somebody's.
      log.info({ conversationId }, `a written summary was refused: ${found.is}`);
      counted(found.is === 'unfounded' ? 'unfounded' : 'failed');
    } catch (error) {
      if (stopping.signal.aborted) return;
      const outcome = outcomeOf(error);
      counted(outcome);
      if (outcome === 'failed') log.warn({ err: error, conversationId }, 'no better summary; the built-in one stays');
    }
  };

  return {
    committed: (happened) => {
      if (stopping.signal.aborted) return;
      for (const { outputs } of happened)
        for (const { type, data } of outputs) {
          if (type !== 'HandoffRequested') continue;
          const writing = write(data as Requested).finally(() => underWay.delete(writing));
          underWay.add(writing);
        }
    },
    start: async () => {},
    stop: async () => {
      stopping.abort(new Error('stopping'));
      await Promise.all(underWay);
    },
  };
};
