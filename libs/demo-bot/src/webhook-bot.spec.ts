import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { BotAnswer, BotRequest } from './bot.ts';
import { demoBot } from './demo-bot.ts';
import { webhookBot } from './webhook-bot.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

const startBotServer = async (
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<URL> => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(request, body, response);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/reply`);
};
const startBotAnswering = (body: unknown) =>
  startBotServer((_request, _body, response) => void response.end(JSON.stringify(body)));

const request: BotRequest = {
  conversationId: 'c-1',
  tenantId: 'default',
  language: 'en',
  turns: [{ role: 'customer', text: 'Where is order #20017?' }],
};
const neverAborted = () => new AbortController().signal;
const valid: BotAnswer = { text: 'On its way', confidence: 0.8, intent: 'order_status', subject: 'order' };

test('a webhook gets the trace of the message', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const headers: unknown[] = [];
  const url = await startBotServer((asked, _body, response) => {
    headers.push(asked.headers.traceparent);
    response.end(JSON.stringify(valid));
  });
  await webhookBot(url).reply(request, neverAborted(), traceparent);
  await webhookBot(url).reply(request, neverAborted());
  expect(headers).toEqual([traceparent, undefined]);
});

test('the demo bot answers the same behind a webhook as in process', async () => {
  const url = await startBotServer(async (_request, body, response) => {
    response.end(JSON.stringify(await demoBot.reply(JSON.parse(body) as BotRequest, neverAborted())));
  });
  expect(await webhookBot(url).reply(request, neverAborted())).toEqual(await demoBot.reply(request, neverAborted()));
});

test('the whole request is posted as JSON with the configured headers', async () => {
  let seen: unknown;
  const url = await startBotServer(({ method, headers }, body, response) => {
    seen = { method, type: headers['content-type'], token: headers.authorization, body: JSON.parse(body) };
    response.end(JSON.stringify(valid));
  });
  await webhookBot(url, { headers: { authorization: 'Bearer t' } }).reply(request, neverAborted());
  expect(seen).toEqual({ method: 'POST', type: 'application/json', token: 'Bearer t', body: request });
});

test('unknown fields are dropped', async () => {
  const url = await startBotAnswering({ ...valid, debug: true, attempted: 'Looked it up', error: 'timeout' });
  expect(await webhookBot(url).reply(request, neverAborted())).toEqual({ ...valid, attempted: 'Looked it up' });
});

test('an empty text is passed on to the caller', async () => {
  const url = await startBotAnswering({ ...valid, text: '' });
  expect((await webhookBot(url).reply(request, neverAborted())).text).toBe('');
});

test.each([
  ['no text', { ...valid, text: undefined }, /text: expected string/],
  ['a confidence above 1', { ...valid, confidence: 7 }, /confidence/],
  ['no intent', { ...valid, intent: undefined }, /intent/],
  ['a list', [valid], /answer is not valid/],
  ['a text longer than a message', { ...valid, text: 'x'.repeat(8_001) }, /longer than 8000/],
  ['more than an event may hold', { ...valid, text: 'x'.repeat(70_000) }, /more than 65536 bytes/],
])('%s is rejected with the fault named', async (_what, body, fault) => {
  await expect(webhookBot(await startBotAnswering(body)).reply(request, neverAborted())).rejects.toThrow(fault);
});

test('a body that is not JSON, an error status and a redirect are rejected', async () => {
  const html = await startBotServer((_request, _body, response) => void response.end('<html>'));
  const failing = await startBotServer((_request, _body, response) => void response.writeHead(503).end());
  const elsewhere = await startBotServer(
    (_request, _body, response) => void response.writeHead(307, { location: html.href }).end(),
  );
  await expect(webhookBot(html).reply(request, neverAborted())).rejects.toThrow(/other than JSON/);
  await expect(webhookBot(failing).reply(request, neverAborted())).rejects.toThrow(/status 503/);
  await expect(webhookBot(elsewhere).reply(request, neverAborted())).rejects.toThrow();
});

test('a bot that does not answer, or stops in the middle of an answer, is aborted by the signal', async () => {
  const silent = await startBotServer(() => undefined);
  const stuck = await startBotServer((_request, _body, response) => void response.write('{"text":'));
  for (const url of [silent, stuck]) {
    await expect(webhookBot(url).reply(request, AbortSignal.timeout(100))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  }
});

test('its id is the host of the URL by default', () => {
  expect(webhookBot('https://bot.example/reply').id).toBe('bot.example');
  expect(webhookBot('https://bot.example/reply', { id: 'acme' }).id).toBe('acme');
});
