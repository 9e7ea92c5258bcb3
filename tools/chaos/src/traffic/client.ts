import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, type ApiResponse, apiClient } from '@warmline/testing/api';
import type { Random } from '@warmline/testing/random';
import type { Answer, ClientLog, ClientRequest } from '../client-log.ts';

/** After this long without an answer the replica counts as dead; the request may have taken effect. */
const ATTEMPT_TIMEOUT_MS = 4_000;
const GIVE_UP_MS = 90_000;

export interface ClientCall extends Pick<ClientRequest, 'what' | 'key' | 'tag' | 'conversationId'> {
  readonly path: string;
  readonly body: unknown;
  readonly method?: 'POST' | 'PUT';
}

/**
 * A careful client: without an answer, or after 429 or 5xx, it sends the same request with the same idempotency key to the next replica,
 * after a growing pause. The client log has every request and its answers.
 */
export class Client {
  private readonly apis: readonly ApiClient[];
  private nextReplica = 0;
  /** Number of open requests. */
  openRequests = 0;

  constructor(
    urls: readonly string[],
    private readonly clientLog: ClientLog,
    private readonly random: Random,
    private readonly stopping: AbortSignal,
  ) {
    this.apis = urls.map(apiClient);
  }

  async request<T>(call: ClientCall): Promise<ApiResponse<T> | null> {
    const { what, key, tag, conversationId } = call;
    const id = this.clientLog.requests.length;
    const more = { ...(tag === undefined ? {} : { tag }), ...(conversationId === undefined ? {} : { conversationId }) };
    const entry: ClientRequest = { id, what, key, invokedAt: Date.now(), answers: [], ...more };
    this.clientLog.requests.push(entry);
    return this.sendAndRecord(call, entry);
  }

  /** The same request to both replicas at once: both must give the same answer. */
  async requestTwice<T>(call: ClientCall): Promise<ApiResponse<T> | null> {
    const first = this.request<T>(call);
    const entry = this.clientLog.requests.at(-1);
    const second = entry === undefined ? null : this.sendAndRecord<T>(call, entry);
    const [a, b] = await Promise.all([first, second]);
    return a ?? b;
  }

  async get<T>(path: string): Promise<T | null> {
    const reply = await this.withRetries<T>((it) => it.get<T>(path), 10_000);
    return reply?.status === 200 ? reply.body : null;
  }

  private async sendAndRecord<T>(
    { path, body, key, method }: ClientCall,
    entry: ClientRequest,
  ): Promise<ApiResponse<T> | null> {
    this.openRequests++;
    const send = (it: ApiClient): Promise<ApiResponse<T>> =>
      method === 'PUT' ? it.put<T>(path, body) : it.post<T>(path, body, { 'idempotency-key': key });
    const reply = await this.withRetries(send, GIVE_UP_MS);
    this.openRequests--;
    if (reply === null) return null;
    const { messageId, seq, conversationId } = (reply.body ?? {}) as Partial<Answer>;
    entry.answers.push({
      at: Date.now(),
      status: reply.status,
      attempts: reply.attempts,
      ...(messageId === undefined ? {} : { messageId }),
      ...(seq === undefined ? {} : { seq }),
      ...(conversationId === undefined ? {} : { conversationId }),
    });
    return reply;
  }

  private async withRetries<T>(
    send: (it: ApiClient) => Promise<ApiResponse<T>>,
    withinMs: number,
  ): Promise<(ApiResponse<T> & { readonly attempts: number }) | null> {
    const until = Date.now() + withinMs;
    for (let attempts = 1; Date.now() < until && !this.stopping.aborted; attempts++) {
      const it = this.apis[this.nextReplica++ % this.apis.length];
      const late = sleep(ATTEMPT_TIMEOUT_MS, null, { ref: false });
      const reply = it === undefined ? null : await Promise.race([send(it).catch(() => null), late]);
      if (reply !== null && reply.status < 500 && reply.status !== 429) return { ...reply, attempts };
      await sleep(Math.min(2_000, 50 * 2 ** attempts) * (0.5 + this.random.next()));
    }
    return null;
  }
}
