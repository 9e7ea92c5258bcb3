import { MAX_EVENT_BYTES } from '@warmline/contracts';
import { ConsecutiveBreaker, circuitBreaker, handleAll, isBrokenCircuitError } from 'cockatiel';
import { z } from 'zod';
import type { Judgement } from './domain/sentiment.ts';

/** A judgement for each text, in order; undefined where there is none in time. Never rejects. */
export type Model = (texts: readonly string[]) => Promise<readonly (Judgement | undefined)[]>;

export interface ModelSettings {
  readonly url: string;
  /** For all texts of one call together, milliseconds. */
  readonly timeoutMs: number;
  readonly log: { warn(details: object, message: string): void; info(details: object, message: string): void };
  /** How long nothing is asked after the failures in a row that open the circuit, milliseconds. */
  readonly restMs?: number;
}

/** Failures in a row that open the circuit. */
const FAILURES = 5;
const REST_MS = 10_000;
/** Texts of one request, and requests under way at a time. */
const TEXTS = 32;
const LANES = 4;

const judgement = z
  .object({
    score: z.number().min(-1).max(1),
    pNegative: z.number().min(0).max(1),
    label: z.enum(['negative', 'neutral', 'positive', 'unknown']),
  })
  .refine(
    ({ score, pNegative }) => !(score > 0 && pNegative > 0.5),
    'score and pNegative point in different directions',
  );
const answer = z.array(judgement);

/**
 * A model over HTTP: POST {texts} answers [{score, pNegative, label}] in the same order. What fails, is late or breaks this contract
 * leaves its texts to the built-in model; after five failures in a row nothing is asked for ten seconds, then one request tries again.
 */
export const modelOverHttp = ({ url, timeoutMs, log, restMs = REST_MS }: ModelSettings): Model => {
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(FAILURES) });
  breaker.onBreak((why) =>
    log.warn({ err: 'error' in why ? why.error : undefined, url }, 'the sentiment model is left alone'),
  );
  breaker.onReset(() => log.info({ url }, 'the sentiment model answers again'));

  return async (texts) => {
    const made: (Judgement | undefined)[] = texts.map(() => undefined);
    const signal = AbortSignal.timeout(timeoutMs);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < texts.length && !signal.aborted) {
        const from = next;
        next += TEXTS;
        try {
          const judged = await breaker.execute(() => ask(url, texts.slice(from, from + TEXTS), signal));
          judged.forEach((one, i) => {
            made[from + i] = one;
          });
        } catch (error) {
          if (isBrokenCircuitError(error)) return;
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return made;
  };
};

/** Redirects are refused: what customers write goes to the address that was configured and no other. */
const ask = async (url: string, texts: readonly string[], signal: AbortSignal): Promise<readonly Judgement[]> => {
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
  const judged = answer.parse(JSON.parse(await bounded(response)));
  if (judged.length !== texts.length) throw new Error(`the model answered ${judged.length} of ${texts.length} texts`);
  return judged;
};

const bounded = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let [bytes, text] = [0, ''];
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_EVENT_BYTES) throw new Error(`the model answered with more than ${MAX_EVENT_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};
