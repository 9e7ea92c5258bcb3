import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, api, type Reply } from '@warmline/testing/api';
import type { Answer, Asked, Ledger } from '../ledger.ts';
import type { Random } from '../random.ts';

/** A replica that says nothing for this long is taken for dead; it may have done what it was asked. */
const PATIENCE_MS = 4_000;
const GIVE_UP_MS = 90_000;

export interface Ask extends Pick<Asked, 'what' | 'key' | 'tag' | 'conversationId'> {
  readonly path: string;
  readonly body: unknown;
  readonly method?: 'POST' | 'PUT';
}

/**
 * What a careful client does: the same request with the same idempotency key at the other replica whenever no answer came, or one
 * that says "not now", with a growing pause. Everything it asked and heard is in the ledger.
 */
export class Client {
  private readonly apis: readonly Api[];
  private turn = 0;
  /** Requests under way. */
  open = 0;

  constructor(
    urls: readonly string[],
    private readonly ledger: Ledger,
    private readonly random: Random,
    private readonly over: AbortSignal,
  ) {
    this.apis = urls.map(api);
  }

  async ask<T>(asked: Ask): Promise<Reply<T> | null> {
    const { what, key, tag, conversationId } = asked;
    const id = this.ledger.asked.length;
    const more = { ...(tag === undefined ? {} : { tag }), ...(conversationId === undefined ? {} : { conversationId }) };
    const entry: Asked = { id, what, key, invoked: Date.now(), answers: [], ...more };
    this.ledger.asked.push(entry);
    return this.answered(asked, entry);
  }

  /** The same delivery twice, at both replicas at once: both must be told the same. */
  async askTwice<T>(asked: Ask): Promise<Reply<T> | null> {
    const first = this.ask<T>(asked);
    const entry = this.ledger.asked.at(-1);
    const second = entry === undefined ? null : this.answered<T>(asked, entry);
    const [a, b] = await Promise.all([first, second]);
    return a ?? b;
  }

  async get<T>(path: string): Promise<T | null> {
    const reply = await this.patiently<T>((it) => it.get<T>(path), 10_000);
    return reply?.status === 200 ? reply.body : null;
  }

  private async answered<T>({ path, body, key, method }: Ask, entry: Asked): Promise<Reply<T> | null> {
    this.open++;
    const send = (it: Api): Promise<Reply<T>> =>
      method === 'PUT' ? it.put<T>(path, body) : it.post<T>(path, body, { 'idempotency-key': key });
    const reply = await this.patiently(send, GIVE_UP_MS);
    this.open--;
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

  private async patiently<T>(
    send: (it: Api) => Promise<Reply<T>>,
    withinMs: number,
  ): Promise<(Reply<T> & { readonly attempts: number }) | null> {
    const until = Date.now() + withinMs;
    for (let attempts = 1; Date.now() < until && !this.over.aborted; attempts++) {
      const it = this.apis[this.turn++ % this.apis.length];
      const late = sleep(PATIENCE_MS, null, { ref: false });
      const reply = it === undefined ? null : await Promise.race([send(it).catch(() => null), late]);
      if (reply !== null && reply.status < 500 && reply.status !== 429) return { ...reply, attempts };
      await sleep(Math.min(2_000, 50 * 2 ** attempts) * (0.5 + this.random.next()));
    }
    return null;
  }
}
