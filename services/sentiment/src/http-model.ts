import { MAX_EVENT_BYTES } from '@warmline/contracts';
import { readBounded } from '@warmline/service-kit/model-endpoint';
import { ConsecutiveBreaker, circuitBreaker, handleAll, isBrokenCircuitError } from 'cockatiel';
import { z } from 'zod';
import type { ModelScore } from './domain/sentiment.ts';

/** Scores in the order of the texts; undefined where there is none in time. Never rejects. */
export type SentimentModel = (texts: readonly string[]) => Promise<readonly (ModelScore | undefined)[]>;

export interface HttpModelSettings {
  readonly url: string;
  /** Time-out for all texts of one call together, in milliseconds. */
  readonly timeoutMs: number;
  readonly log: { warn(details: object, message: string): void; info(details: object, message: string): void };
  /** Time the circuit stays open, in milliseconds. */
  readonly openMs?: number;
}

/** Consecutive failures that open the circuit. */
const MAX_FAILURES = 5;
const OPEN_MS = 10_000;
/** Texts per request, and concurrent requests. */
const BATCH_SIZE = 32;
const MAX_CONCURRENT_REQUESTS = 4;

const modelScore = z
  .object({
    score: z.number().min(-1).max(1),
    pNegative: z.number().min(0).max(1),
    label: z.enum(['negative', 'neutral', 'positive', 'unknown']),
  })
  .refine(
    ({ score, pNegative }) => !(score > 0 && pNegative > 0.5),
    'score and pNegative point in different directions',
  );
const modelAnswer = z.array(modelScore);

/**
 * A model over HTTP: POST {texts} answers [{score, pNegative, label}] in the same order. A request that fails, is late or breaks this
 * format leaves its texts to the built-in model. After five consecutive failures the circuit opens for ten seconds; then one request tries again.
 */
export const httpModel = ({ url, timeoutMs, log, openMs = OPEN_MS }: HttpModelSettings): SentimentModel => {
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(MAX_FAILURES) });
  breaker.onBreak((why) =>
    log.warn({ err: 'error' in why ? why.error : undefined, url }, 'sentiment model not called: the circuit is open'),
  );
  breaker.onReset(() => log.info({ url }, 'the sentiment model answers again: the circuit is closed'));

  return async (texts) => {
    const scores: (ModelScore | undefined)[] = texts.map(() => undefined);
    const signal = AbortSignal.timeout(timeoutMs);
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < texts.length && !signal.aborted) {
        const from = next;
        next += BATCH_SIZE;
        try {
          const scored = await breaker.execute(() => ask(url, texts.slice(from, from + BATCH_SIZE), signal));
          scored.forEach((one, i) => {
            scores[from + i] = one;
          });
        } catch (error) {
          if (isBrokenCircuitError(error)) return;
        }
      }
    };
    await Promise.all(Array.from({ length: MAX_CONCURRENT_REQUESTS }, worker));
    return scores;
  };
};

/** Redirects are refused, so customer texts go only to the configured address. */
const ask = async (url: string, texts: readonly string[], signal: AbortSignal): Promise<readonly ModelScore[]> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ texts }),
    redirect: 'error',
    signal,
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the model answered with status ${response.status}`);
  }
  const scored = modelAnswer.parse(JSON.parse(await readBounded(response, MAX_EVENT_BYTES)));
  if (scored.length !== texts.length) throw new Error(`the model answered ${scored.length} of ${texts.length} texts`);
  return scored;
};
