import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A bot over HTTP that answers each request in other words: at once, after a delay, or not at all while it hangs. `answeredAt` has when
 * it answered which conversation, of `performance.now()`.
 */
export const startBotServer = async () => {
  let hangs = false;
  let delayMs = 0;
  let answers = 0;
  const answeredAt = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { conversationId } = (await json(request)) as { conversationId: string };
    if (hangs) return;
    if (delayMs > 0) await sleep(delayMs);
    answeredAt.set(conversationId, performance.now());
    const text = `Here is what I found under number ${answers++}, one moment please.`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ text, confidence: 0.9, intent: 'look-up', subject: 'general' }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answeredAt: answeredAt as ReadonlyMap<string, number>,
    setDelay: (ms: number): void => {
      delayMs = ms;
    },
    hang: (whether: boolean): void => {
      hangs = whether;
      if (!hangs) server.closeAllConnections();
    },
    stop: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
export type BotServer = Awaited<ReturnType<typeof startBotServer>>;
