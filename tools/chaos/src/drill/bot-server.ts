import { createServer } from 'node:http';

/** A bot over HTTP that answers at once, or accepts requests and never answers while it hangs. */
export const startBotServer = async () => {
  let hangs = false;
  const server = createServer((request, response) => {
    request.resume();
    if (hangs) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ text: 'One moment.', confidence: 0.9, intent: 'greet', subject: 'general' }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
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
