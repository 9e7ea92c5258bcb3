import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { API_REQUESTS } from '@warmline/testing/api-requests';
import { eventually } from '@warmline/testing/processes';
import { strangeVariants } from '@warmline/testing/strange-texts';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';
import { parse } from 'yaml';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-strangers-'));
let up: ServerProcess;
let it: ApiClient;

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string }[];
}

beforeAll(async () => {
  up = await startAllInOne({ dataDir, env: { RATE_LIMIT: '1000000' } });
  it = apiClient(up.url);
}, 90_000);

afterAll(async () => {
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

const start = async (externalId: string, facts: object = {}): Promise<string> => {
  const { status, body } = await it.post<{ conversationId: string }>('/v1/conversations', {
    channel: 'web',
    externalId,
    ...facts,
  });
  expect(status).toBe(201);
  return body.conversationId;
};
const says = (id: string, text: string) => it.post(`/v1/conversations/${id}/messages`, { role: 'customer', text });
const expectQueued = (id: string): Promise<void> =>
  eventually(async () => {
    const { body } = await it.get<{ owner: { kind: string } }>(`/v1/conversations/${id}`);
    expect(body.owner.kind).not.toBe('bot');
  });

describe('names that every object inherits', () => {
  test('a customer whose constructor cancelled the order still gets a person when they ask for one', async () => {
    const id = await start('constructor-1');
    await says(id, 'My constructor cancelled the order');
    await says(id, 'speak to a human');
    await expectQueued(id);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'an offer named %s is not on the desk',
    async (name) => {
      await it.put('/v1/desk/agents/mia/presence', { status: 'away' });
      const accepted = await it.post<Problem>(`/v1/desk/agents/mia/offers/${name}/accept`, {});
      expect([accepted.status, accepted.body.title]).toEqual([409, 'Offer no longer open']);
      const report = { agentId: 'mia', outcome: 'reached' };
      expect((await it.post(`/v1/desk/callbacks/${name}/attempts`, report)).status).toBe(409);
      expect((await it.post(`/v1/desk/agents/mia/wrap-ups/${name}/done`, {})).status).toBe(409);
      expect((await it.post(`/v1/desk/agents/mia/consults/${name}/answer`, { text: 'x' })).status).toBeLessThan(500);
    },
  );

  test.each(['constructor', '__proto__'])('a conversation of tenant, channel and customer %s works', async (name) => {
    const customer = { customerId: name, name };
    const { status, body } = await it.post<{ conversationId: string }>('/v1/conversations', {
      tenantId: name,
      channel: name,
      externalId: name,
      customer,
    });
    expect(status).toBe(201);
    await says(body.conversationId, 'speak to a human');
    await expectQueued(body.conversationId);
  });
});

describe('a policy with text that cannot be stored', () => {
  const shipped = parse(readFileSync(new URL('../../../deploy/defaults/policy.yaml', import.meta.url), 'utf8')) as {
    texts: object;
  };
  const policy = (version: string, facts: object = {}) => ({ ...shipped, version, ...facts });

  test.each([
    ['U+0000', 'nul\u0000'],
    ['half a character', 'half \ud83d'],
  ])('is refused for %s with its path, and others are published as before', async (_, text) => {
    const refused = await it.put<Problem>(
      '/v1/tenants/acme/policy',
      policy('bad-1', { texts: { ...shipped.texts, agentNote: text } }),
    );
    expect(refused.status).toBe(400);
    expect(refused.body.errors?.map(({ path }) => path)).toEqual(['texts.agentNote']);
    expect((await it.put('/v1/tenants/acme/policy', policy('good-1'))).status).toBeLessThan(300);
    expect((await it.get<{ version: string }>('/v1/tenants/acme/policy')).body.version).toBe('good-1');
  });
});

test('names that read alike when they are joined are different conversations', async () => {
  const ids = await Promise.all([
    start('d1', { tenantId: 'acme', channel: 'eu/web' }),
    start('d1', { tenantId: 'acme/eu', channel: 'web' }),
    start('web/d1', { tenantId: 'acme', channel: 'eu' }),
  ]);
  expect(new Set(ids).size).toBe(3);
});

describe('requests that no honest client sends', () => {
  /** Sends bytes as they are; resolves to what the server answered when it closed the connection. */
  const exchange = (bytes: string, closeAfterMs = 2_000): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(up.url);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let answer = '';
      socket.on('data', (data) => {
        answer += String(data);
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
      setTimeout(() => socket.end(), closeAfterMs).unref();
    });
  const expectProblem = (answer: string, status: number): void => {
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({
      status,
      title: expect.stringMatching(/./),
    });
  };
  const withHeaders = (headers: Readonly<Record<string, string>>, body?: string) =>
    fetch(`${up.url}/v1/conversations`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });

  test('a form of another page changes nothing', async () => {
    const id = await start('csrf');
    const end = (headers: Readonly<Record<string, string>>) =>
      fetch(`${up.url}/v1/conversations/${id}/end`, { method: 'POST', headers });
    expect((await end({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await end({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await end({ origin: 'null' })).status).toBe(403);
    const form = await withHeaders({ 'content-type': 'application/x-www-form-urlencoded' }, 'channel=web&externalId=x');
    expect(form.status).toBe(415);
    expect((await withHeaders({ 'content-type': 'text/plain' }, '{"channel":"web"}')).status).toBe(415);
    expect((await end({ origin: 'https://shop.example', 'sec-fetch-site': 'same-origin' })).status).toBe(202);
    expect((await end({ origin: up.url })).status).toBeLessThan(300);
  });

  test('two Host headers are refused', async () =>
    expectProblem(await exchange('GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'), 400));

  test.each([
    ['Content-Type', 'application/json', 'text/plain'],
    ['Idempotency-Key', 'a', 'b'],
    ['Origin', 'http://a', 'http://evil.example'],
  ])('two %s headers are refused, since two readers may choose differently', async (name, one, other) => {
    const head = `POST /v1/conversations HTTP/1.1\r\nHost: a\r\n${name}: ${one}\r\n${name}: ${other}\r\n`;
    expectProblem(await exchange(`${head}Content-Length: 2\r\nConnection: close\r\n\r\n{}`), 400);
  });

  test.each([
    ['Content-Length beside Transfer-Encoding', 'Content-Length: 6\r\nTransfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['an unknown Transfer-Encoding', 'Transfer-Encoding: xchunked'],
    ['a blank before the colon', 'Transfer-Encoding : chunked'],
    ['a folded header', 'X-A: b\r\n c\r\nContent-Length: 6'],
  ])('a request whose end is uncertain is refused and its connection closed: %s', async (_, framing) => {
    const smuggled = 'GET /v1/policy/schema HTTP/1.1\r\nHost: a\r\n\r\n';
    const head = `POST /v1/conversations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${framing}\r\n\r\n`;
    expectProblem(await exchange(`${head}0\r\n\r\n${smuggled}`), 400);
  });

  test.each([
    ['another character set', 415, { 'content-type': 'application/json; charset=utf-16' }, '{}'],
    ['a compressed body', 415, { 'content-type': 'application/json', 'content-encoding': 'gzip' }, '{}'],
    ['bytes that are no UTF-8', 400, { 'content-type': 'application/json' }, Uint8Array.of(0x22, 0xff, 0x22)],
    ['a key that reaches a prototype', 400, { 'content-type': 'application/json' }, '{"__proto__":{"a":1}}'],
    ['50,000 brackets', 400, { 'content-type': 'application/json' }, '['.repeat(50_000)],
    ['a number without end', 400, { 'content-type': 'application/json' }, `{"channel":1e400}`],
    ['another format', 415, { 'content-type': 'application/xml' }, '<a/>'],
  ])('%s is refused with %i and a title that says why', async (_, status, headers, body) => {
    const answer = await fetch(`${up.url}/v1/conversations`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({
      status,
      title: status === 415 ? 'Unsupported media type' : 'Bad request',
    });
  });

  test.each([
    'x'.repeat(129),
    Array.from({ length: 8_000 }, (_, n) => (n ** 3).toString(36))
      .join('')
      .slice(0, 9_000),
  ])('an Idempotency-Key that is no identifier is refused: %.20s', async (key) => {
    const start = { channel: 'web', externalId: 'key' };
    const { status, body } = await it.post<Problem>('/v1/conversations', start, { 'idempotency-key': key });
    expect([status, body.errors?.map(({ path }) => path)]).toEqual([400, ['idempotency-key']]);
  });

  test.each([
    'TRACE /',
    'GET /assets/',
    'GET /.git/config',
    'GET /..%2fpackage.json',
    'GET /%2e%2e/package.json',
    'GET /..\\package.json',
    'GET /metrics',
    'GET /ready',
  ])('nothing but the API and the files of the console is served: %s', async (start) => {
    const answer = await exchange(`${start} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 (?:403 Forbidden|404 Not Found)\r\n/);
    expect(answer).not.toMatch(/\r\nlocation:/i);
  });

  test('only the proxies that are configured say where a request came from', async () => {
    const origin = 'http://evil.example';
    const headers = { 'content-type': 'application/json', 'x-forwarded-host': 'evil.example', origin };
    expect((await withHeaders(headers, '{"channel":"web","externalId":"forwarded"}')).status).toBe(403);
  });

  test('no page of another origin is allowed to read an answer', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await fetch(`${up.url}/v1/policy/schema`, { method, headers });
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('bytes that are no request get an answer', async () => expectProblem(await exchange('hello\r\n\r\n'), 400));

  test('headers that are too large get an answer', async () =>
    expectProblem(await exchange(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`), 431));

  test('a path that is too long is not found, as a problem', async () => {
    const answer = await it.get<Problem>(`/v1/conversations/${'x'.repeat(5_000)}`);
    expect([answer.status, answer.body.status]).toEqual([404, 404]);
  });

  test('a body that drips is not waited for without end', async () => {
    const head =
      'POST /v1/conversations HTTP/1.1\r\nHost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{';
    expectProblem(await exchange(head, 30_000), 408);
  }, 40_000);

  test('HEAD of a stream is answered without a stream', async () => {
    const id = await start('head');
    const answer = await fetch(`${up.url}/v1/conversations/${id}/events`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(2_000),
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  });

  test.each([
    '/v1/policy/schema?verbose=1',
    '/v1/outcomes/metrics?tenant=acme',
    '/v1/desk/agents/mia?x',
    '/v1/pools/default/wait?parts=a',
  ])('a query parameter that does not exist is refused by name: %s', async (path) => {
    const { status, body } = await it.get<Problem>(path);
    expect(status).toBe(400);
    expect(body.detail).toMatch(/verbose|tenant|x|parts/);
  });

  test('answers tell browsers what not to do with them', async () => {
    const { headers } = await it.get('/v1/policy/schema');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
  });
});

test('no text in any field of any request is answered with a server error', async () => {
  const id = await start('fields');
  // Ended conversations refuse what would be tried next.
  const requests = API_REQUESTS.filter(([, path]) => !path.endsWith('/end'));
  const faults: string[] = [];
  for (const [method, template, body] of requests)
    for (const variant of strangeVariants(body)) {
      const path = template.replace('{id}', id).replace('{agent}', 'sam').replace('{other}', 'o');
      const { status } = await (method === 'PUT' ? it.put : it.post)(path, variant.value);
      if (status >= 500)
        faults.push(`${method} ${path} ${variant.path} = ${JSON.stringify(variant.text.slice(0, 30))}: ${status}`);
    }
  expect(faults).toEqual([]);
  expect((await fetch(`${up.healthUrl}/ready`)).status).toBe(200);
}, 120_000);
