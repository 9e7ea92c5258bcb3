import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { modelEndpoint } from './model-endpoint.ts';

test('a redirect is not followed, so texts and key stay with the configured host', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(307, { location: '/elsewhere' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const ask = modelEndpoint({ url, key: 'k', model: 'm', timeoutMs: 2_000 });
  await expect(ask('task', 'material', new AbortController().signal)).rejects.toThrow();
  server.close();
  server.closeAllConnections();
  expect(asked).toEqual(['/v1/chat/completions']);
});
