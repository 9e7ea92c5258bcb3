import { createHash } from 'node:crypto';
import type { AskModel } from '@warmline/service-kit/model-endpoint';
import { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { type GuidanceQuestion, guidanceRequest, matchedIn } from './domain/guidance.ts';

export type GuidanceOutcome = 'answered' | 'cached' | 'timeout' | 'failed' | 'circuit-open' | 'over-budget';

/** The entries that apply, one list for each question, in order; undefined where there is no answer in time. Never rejects. */
export type GuidanceModel = (
  questions: readonly GuidanceQuestion[],
  deadline: AbortSignal,
) => Promise<readonly (readonly string[] | undefined)[]>;

export interface GuidanceModelSettings {
  readonly ask: AskModel;
  /** Most calls in one minute, of this process. */
  readonly callsPerMinute: number;
  readonly now: () => number;
  readonly log: { warn(details: object, message: string): void; info(details: object, message: string): void };
  readonly countOutcome: (outcome: GuidanceOutcome) => void;
  /** Time the circuit stays open, in milliseconds. */
  readonly openMs?: number;
}

/** Consecutive failures that open the circuit. */
const MAX_FAILURES = 5;
const OPEN_MS = 10_000;
const MAX_CONCURRENT_CALLS = 8;
const MAX_CACHED = 5_000;
const MINUTE_MS = 60_000;

/** The deadline of the batch came before the call had its whole time: nothing is known about the model. */
class CutShortError extends Error {
  override readonly name = 'TimeoutError';
}

/** At most `limit` calls in each minute of the clock. */
const callBudget = (limit: number, now: () => number, exceeded: () => void) => {
  let [minute, left, isTold] = [-1, 0, false];
  return {
    take: (): boolean => {
      const at = Math.floor(now() / MINUTE_MS);
      if (at !== minute) [minute, left, isTold] = [at, limit, false];
      if (left > 0) {
        left -= 1;
        return true;
      }
      if (!isTold) exceeded();
      isTold = true;
      return false;
    },
    giveBack: (): void => {
      left += 1;
    },
  };
};

/** The answers used last, without customer texts: keys are hashes. */
const answerCache = () => {
  const answers = new Map<string, readonly string[]>();
  return {
    keyOf: ({ tenantId, policyVersion, text, botTurn }: GuidanceQuestion): string =>
      createHash('sha256')
        .update(JSON.stringify([tenantId, policyVersion, text, botTurn]))
        .digest('base64'),
    get: (key: string): readonly string[] | undefined => {
      const found = answers.get(key);
      if (found === undefined) return undefined;
      answers.delete(key);
      answers.set(key, found);
      return found;
    },
    set: (key: string, matched: readonly string[]): void => {
      answers.set(key, matched);
      const [oldest] = answers.keys();
      if (answers.size > MAX_CACHED && oldest !== undefined) answers.delete(oldest);
    },
  };
};

/**
 * Asks a language model which entries of the guidance apply, one call for each message. After five consecutive failures the circuit
 * opens for ten seconds; then one call tries again. A message without an answer is judged by the rules alone.
 */
export const guidanceModel = (settings: GuidanceModelSettings): GuidanceModel => {
  const { ask, callsPerMinute, now, log, countOutcome, openMs = OPEN_MS } = settings;
  const cache = answerCache();
  const budget = callBudget(callsPerMinute, now, () =>
    log.warn({ callsPerMinute }, 'guidance is not asked for until the next minute: GUIDANCE_CALLS_PER_MINUTE is spent'),
  );
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof CutShortError)),
    { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(MAX_FAILURES) },
  );
  breaker.onBreak((why) =>
    log.warn({ err: 'error' in why ? why.error : undefined }, 'guidance model not called: the circuit is open'),
  );
  breaker.onReset(() => log.info({}, 'the guidance model answers again: the circuit is closed'));

  const call = async (
    question: GuidanceQuestion,
    deadline: AbortSignal,
    isFirst: boolean,
  ): Promise<readonly string[]> => {
    const { task, material, more } = guidanceRequest(question);
    let answer: string;
    try {
      answer = await ask(task, material, deadline, more);
    } catch (error) {
      throw deadline.aborted && !isFirst ? new CutShortError('the time of the batch is over') : error;
    }
    const matched = matchedIn(answer, question.entries);
    if (matched === null) throw new Error('the guidance model answered in another format');
    return matched;
  };

  const answerTo = async (
    question: GuidanceQuestion,
    deadline: AbortSignal,
    isFirst: boolean,
  ): Promise<readonly [GuidanceOutcome, (readonly string[])?]> => {
    const key = cache.keyOf(question);
    const known = cache.get(key);
    if (known !== undefined) return ['cached', known];
    if (deadline.aborted) return ['timeout'];
    if (!budget.take()) return ['over-budget'];
    try {
      const matched = await breaker.execute(() => call(question, deadline, isFirst));
      cache.set(key, matched);
      return ['answered', matched];
    } catch (error) {
      if (isBrokenCircuitError(error)) {
        budget.giveBack();
        return ['circuit-open'];
      }
      return [(error as { readonly name?: unknown }).name === 'TimeoutError' ? 'timeout' : 'failed'];
    }
  };

  return async (questions, deadline) => {
    const answers: (readonly string[] | undefined)[] = questions.map(() => undefined);
    const waiting = questions.entries();
    const worker = async (): Promise<void> => {
      let isFirst = true;
      for (const [i, question] of waiting) {
        const [outcome, matched] = await answerTo(question, deadline, isFirst);
        isFirst = false;
        countOutcome(outcome);
        answers[i] = matched;
      }
    };
    await Promise.all(Array.from({ length: Math.min(MAX_CONCURRENT_CALLS, questions.length) }, worker));
    return answers;
  };
};
