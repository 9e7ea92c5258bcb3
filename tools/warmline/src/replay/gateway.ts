import { setTimeout as sleep } from 'node:timers/promises';

export interface HttpReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The HTTP API of the gateway with retries: a gateway that was killed has time to restart. */
export interface Gateway {
  /** The same key gets the first answer again, so a retry does not post twice. */
  post(path: string, body: object, idempotencyKey: string): Promise<HttpReply>;
  get(path: string): Promise<HttpReply>;
}

/** No answer within the whole time of a request: there is no point in continuing. */
export class GatewayUnavailable extends Error {}

export interface RetryLimits {
  /** Time limit of one request with all its attempts. */
  readonly totalMs: number;
  /** Time limit of one attempt. */
  readonly attemptMs: number;
}
export const DEFAULT_RETRY_LIMITS: RetryLimits = { totalMs: 180_000, attemptMs: 15_000 };

const LONGEST_PAUSE_MS = 5_000;
const REPORT_EVERY_MS = 5_000;
const isRetryable = (status: number): boolean => status >= 500 || status === 429 || status === 408;

export const gatewayClient = (
  url: string,
  print: (line: string) => void,
  { totalMs, attemptMs } = DEFAULT_RETRY_LIMITS,
): Gateway => {
  const root = rootOf(url);
  let lastReportAt = 0;

  const once = async (path: string, init: RequestInit): Promise<HttpReply & { readonly retryAfterMs: number }> => {
    const answer = await fetch(root + path, { ...init, signal: AbortSignal.timeout(attemptMs) });
    const text = await answer.text();
    const retryAfterMs = Number(answer.headers.get('retry-after') ?? 0) * 1_000 || 0;
    return { status: answer.status, body: objectIn(text), retryAfterMs };
  };

  const request = async (path: string, init: RequestInit): Promise<HttpReply> => {
    const started = performance.now();
    for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      let fault: string;
      let least = 0;
      try {
        const answer = await once(path, init);
        if (!isRetryable(answer.status)) return answer;
        fault = `status ${answer.status}${detailOf(answer)}`;
        least = answer.retryAfterMs;
      } catch (error) {
        fault = causeOf(error);
      }
      const wait = Math.max(least, pause * (0.5 + Math.random() / 2));
      const what = `${init.method ?? 'GET'} ${root}${path}: ${fault}`;
      if (performance.now() - started + wait > totalMs)
        throw new GatewayUnavailable(`${what}, and so for ${Math.round(totalMs / 1_000)} s`);
      if (performance.now() - lastReportAt > REPORT_EVERY_MS || lastReportAt === 0) {
        lastReportAt = performance.now();
        print(`${what}; trying again`);
      }
      await sleep(wait);
    }
  };

  return {
    post: (path, body, idempotencyKey) =>
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      }),
    get: (path) => request(path, {}),
  };
};

/** The gateway's reason for a refusal, in words. */
export const detailOf = ({ body }: HttpReply): string => (typeof body.detail === 'string' ? `: ${body.detail}` : '');

const rootOf = (url: string): string => {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new Error(`--url ${url} is not an http address`);
  return url.replace(/\/+$/, '');
};

const objectIn = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** The message of a fetch error says little; its cause says what happened. */
const causeOf = (error: unknown): string => {
  const { name, message, cause } = Object(error) as { name?: string; message?: string; cause?: unknown };
  if (name === 'TimeoutError') return 'no answer in time';
  const inner = Object(cause) as { message?: string; code?: string };
  return inner.message || inner.code || message || String(error);
};
