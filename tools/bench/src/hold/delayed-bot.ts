import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A bot over HTTP that answers after `delayMs`, each time in other words, and notes when it answered which conversation. */
export const startDelayedBot = async () => {
  let delayMs = 0;
  let answers = 0;
  const answeredAt = new Map<string, number>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', async () => {
      const { conversationId } = JSON.parse(Buffer.concat(parts).toString()) as { conversationId: string };
      if (delayMs > 0) await sleep(delayMs);
      answeredAt.set(conversationId, performance.now());
      const text = `Here is what I found under number ${answers++}, one moment please.`;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ text, confidence: 0.9 }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    answeredAt: answeredAt as ReadonlyMap<string, number>,
    setDelay: (ms: number): void => {
      delayMs = ms;
    },
    stop: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
