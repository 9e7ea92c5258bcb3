import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@warmline/contracts';
import type { Transport } from '@warmline/messaging';

export interface Probe {
  readonly sentAt: number;
  /** When the hand-off was readable in the queue's topic; absent if it never was. */
  queuedAt?: number;
}

/** A gateway that stops refuses connections, and a client of two goes to the other one at once. */
const PAUSE_MS = 50;
const GIVE_UP_MS = 30_000;

/** Posts to the gateways in turn until one accepts, as a client behind a load balancer does; the key makes repeats harmless. */
const post = async (gateways: readonly string[], path: string, body: unknown): Promise<Record<string, unknown>> => {
  const key = randomUUID();
  const until = Date.now() + GIVE_UP_MS;
  for (let attempt = Math.floor(Math.random() * gateways.length); Date.now() < until; attempt++) {
    const answer = await fetch(`${gateways[attempt % gateways.length]}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(4_000),
    }).catch(() => undefined);
    if (answer?.ok === true) return (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    await answer?.body?.cancel();
    await sleep(PAUSE_MS);
  }
  throw new Error(`no gateway accepted ${path} within ${GIVE_UP_MS} ms`);
};

/** Customers who ask for a person at a steady rate, whatever becomes of the earlier ones, and leave once they are in the queue. */
export const startProbes = async (gateways: readonly string[], log: Transport, perSecond: number) => {
  const probes: Probe[] = [];
  const byConversation = new Map<string, Probe>();
  const open = new Set<Promise<void>>();
  let failed = 0;
  const stopReading = await log.tail([topics.routing.name], ({ headers, value }) => {
    if (headers.ce_type !== 'HandoffQueued') return;
    const { conversationId } = JSON.parse(Buffer.from(value ?? []).toString()) as { conversationId: string };
    const probe = byConversation.get(conversationId);
    if (probe === undefined) return;
    probe.queuedAt ??= Date.now();
    byConversation.delete(conversationId);
    follow(post(gateways, `/v1/conversations/${conversationId}/end`, {}));
  });
  const follow = (work: Promise<unknown>): void => {
    const done: Promise<void> = work.then(
      () => void open.delete(done),
      () => {
        failed++;
        open.delete(done);
      },
    );
    open.add(done);
  };
  const probe = async (): Promise<void> => {
    const { conversationId } = await post(gateways, '/v1/conversations', { channel: 'api', externalId: randomUUID() });
    const it: Probe = { sentAt: Date.now() };
    probes.push(it);
    byConversation.set(String(conversationId), it);
    const text = 'I want to talk to a human, please connect me with a person.';
    await post(gateways, `/v1/conversations/${conversationId}/messages`, { role: 'customer', text });
  };
  const timer = setInterval(() => follow(probe()), 1_000 / perSecond);
  return {
    probes: probes as readonly Probe[],
    /** Waits for what is under way; returns the number of requests that no gateway accepted. */
    stop: async (): Promise<number> => {
      clearInterval(timer);
      const until = Date.now() + GIVE_UP_MS;
      while ((byConversation.size > 0 || open.size > 0) && Date.now() < until) await sleep(100);
      await stopReading();
      return failed;
    },
  };
};
