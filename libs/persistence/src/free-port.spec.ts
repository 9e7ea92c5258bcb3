import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { freePort } from './free-port.ts';

test('ports that are asked for together differ, and none is one that an outgoing connection may take', async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
  expect(new Set(ports).size).toBe(200);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test('a server can listen on the port', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((listening, fail) => server.once('error', fail).listen(port, '127.0.0.1', listening));
  expect(server.address()).toMatchObject({ port });
  await new Promise((closed) => server.close(closed));
});
