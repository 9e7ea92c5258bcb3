import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { GatewayUnavailable, gatewayClient } from './gateway.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Answers with each of these in turn, then always with the last one; returns the requests it got. */
const serving = async (...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) => {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    (answers[keys.length - 1] ?? answers.at(-1))?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys };
};
const answer = (status: number, body: object) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const silent = (): void => {};
const hangUp = (request: IncomingMessage): void => void request.socket.destroy();

test('a request to a gateway that fails, hangs up, is overloaded or silent is repeated under the same key', async () => {
  const { url, keys } = await serving(
    answer(500, {}),
    hangUp,
    answer(429, {}),
    silent,
    answer(503, {}),
    answer(201, { seq: 3 }),
  );
  const messages: string[] = [];
  const gateway = gatewayClient(`${url}/`, (line) => messages.push(line), { totalMs: 20_000, attemptMs: 500 });
  expect(await gateway.post('/v1/x', {}, 'k-1')).toMatchObject({ status: 201, body: { seq: 3 } });
  expect(keys).toEqual(Array(6).fill('k-1'));
  expect(messages).toEqual([`POST ${url}/v1/x: status 500; trying again`]);
});

test('a refusal is not repeated', async () => {
  const { url, keys } = await serving(answer(409, { detail: 'not the owner' }));
  expect(await gatewayClient(url, () => {}).post('/v1/x', {}, 'k')).toMatchObject({ status: 409 });
  expect(keys.length).toBe(1);
});

test('a gateway that stays unavailable is reported with the cause', async () => {
  const { url } = await serving(silent);
  await closing.pop()?.();
  const gateway = gatewayClient(url, () => {}, { totalMs: 300, attemptMs: 500 });
  const failed = gateway.get('/v1/x');
  await expect(failed).rejects.toThrow(/^GET http:\S+\/v1\/x: .*ECONNREFUSED.*, and so for 0 s$/);
  await expect(failed).rejects.toBeInstanceOf(GatewayUnavailable);
});

test('an invalid address is reported before anything is sent', () => {
  expect(() => gatewayClient('localhost:3000', () => {})).toThrow('--url localhost:3000 is not an http address');
});
