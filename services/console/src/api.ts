import { say } from '@warmline/locale';
import { syncServerClock } from './server-clock.ts';
import { pageLanguage } from './ui/language.tsx';

/** A response of the API. A refusal is a value with a message for the user; status 0: the server was not reached. */
export type ApiResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly message: string };

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

const TIMEOUT_MS = 15_000;

/** A version 4 UUID. `crypto.randomUUID` needs a secure context, and the demo may run over plain HTTP. */
export const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, index) => {
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

const problemText = (status: number, problem: Problem): string => {
  const summary = problem.detail ?? problem.title ?? say(pageLanguage, 'problem.refused', { status });
  const faults = (problem.errors ?? []).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return [summary, ...faults].join(' ');
};

const readBody = async (response: Response): Promise<unknown> => {
  const type = response.headers.get('content-type') ?? '';
  return type.includes('json') ? response.json() : {};
};

/** Never throws. `key` is sent as Idempotency-Key, so a call with the same key can be repeated safely. */
const call = async <T>(
  method: string,
  path: string,
  body?: unknown,
  key?: string,
  timeoutMs = TIMEOUT_MS,
): Promise<ApiResult<T>> => {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    syncServerClock(response.headers.get('date'));
    const answer = await readBody(response);
    if (response.ok) return { ok: true, value: answer as T };
    return { ok: false, status: response.status, message: problemText(response.status, answer as Problem) };
  } catch {
    return { ok: false, status: 0, message: say(pageLanguage, 'problem.unreachable') };
  }
};

export const get = <T>(path: string): Promise<ApiResult<T>> => call('GET', path);
export const put = <T>(path: string, body: unknown): Promise<ApiResult<T>> => call('PUT', path, body);
/** Repeats the request once, under the same key, if there was no response. */
export const post = async <T>(path: string, body: unknown, key: string = newId()): Promise<ApiResult<T>> => {
  const answer = await call<T>('POST', path, body, key);
  return !answer.ok && answer.status === 0 ? call('POST', path, body, key) : answer;
};

/** For what is out of date after `timeoutMs`. */
export const postOnce = (path: string, body: unknown, timeoutMs: number): Promise<ApiResult<unknown>> =>
  call('POST', path, body, undefined, timeoutMs);

export const conversationPath = (id: string): string => `/v1/conversations/${encodeURIComponent(id)}`;
export const agentPath = (id: string): string => `/v1/desk/agents/${encodeURIComponent(id)}`;
/** Path for actions of an agent on a conversation. */
export const agentConversationPath = (agentId: string, conversationId: string): string =>
  `${agentPath(agentId)}/conversations/${encodeURIComponent(conversationId)}`;
