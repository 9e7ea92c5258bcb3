import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-bad-input-'));
let up: ServerProcess;
let it: ApiClient;
let id = '';

interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}
interface Turns {
  readonly turns: readonly { readonly role: string; readonly text: string }[];
}

const nowhere = '00000000-0000-5000-8000-000000000000';
/** The path of a request; `:id` stands for the conversation of this file. */
const at = (path: string) => path.replace(':id', id);

/** Refused as problem+json with that status; every expected fault is named with its path and a reason. */
const refused = async (path: string, body: unknown, status: number, ...faults: readonly string[]): Promise<Problem> => {
  const answer = await it.post<Problem>(at(path), body);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    status,
    expect.stringMatching(/^application\/problem\+json/),
  ]);
  expect(answer.body).toMatchObject({
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
  });
  const named = answer.body.errors ?? [];
  expect(named.map((e) => e.path).sort()).toEqual([...faults].sort());
  for (const { message } of named) expect(message).not.toBe('');
  return answer.body;
};

beforeAll(async () => {
  up = await startAllInOne({ dataDir });
  it = apiClient(up.url);
  const begun = await it.post<{ conversationId: string }>('/v1/conversations', { channel: 'web', externalId: 'bad' });
  id = begun.body.conversationId;
}, 90_000);

afterAll(async () => {
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

describe('a body of the wrong shape is refused with the path and the reason of every fault', () => {
  test.each([
    ['half an object', '{"role": "customer", "text": '],
    ['a bare word', 'hello'],
    ['nothing', ''],
  ])('malformed JSON: %s', async (_, body) => {
    const { detail } = await refused('/v1/conversations/:id/messages', body, 400);
    expect(detail).toMatch(/JSON/i);
  });

  test.each([
    ['a start without anything', '/v1/conversations', {}, ['channel', 'externalId']],
    [
      'a start with numbers for names',
      '/v1/conversations',
      { channel: 7, externalId: true },
      ['channel', 'externalId'],
    ],
    [
      'a customer with a wrong tier and a wrong date',
      '/v1/conversations',
      { channel: 'web', externalId: 'x', customer: { customerId: 'c', tier: 'gold', since: 'long ago' } },
      ['customer.tier', 'customer.since'],
    ],
    [
      'a time zone that nobody knows',
      '/v1/conversations',
      { channel: 'web', externalId: 'x', timeZone: 'Mars/Olympus' },
      ['timeZone'],
    ],
    ['an unknown field', '/v1/conversations', { channel: 'web', externalId: 'x', chanel: 'web' }, ['(body)']],
    ['a list', '/v1/conversations', [], ['(body)']],
    ['an unknown role', '/v1/conversations/:id/messages', { role: 'agent', text: 'x' }, ['role']],
    ['an empty text', '/v1/conversations/:id/messages', { role: 'customer', text: '  ' }, ['text']],
    ['a text too long', '/v1/conversations/:id/messages', { role: 'customer', text: 'x'.repeat(8_001) }, ['text']],
    ['a text that is none', '/v1/conversations/:id/messages', { role: 'customer', text: { a: 1 } }, ['text']],
    [
      'a bot more than sure',
      '/v1/conversations/:id/messages',
      { role: 'bot', text: 'x', epoch: -1, bot: { confidence: 1.5 } },
      ['epoch', 'bot.confidence'],
    ],
    ['a choice nobody has', '/v1/conversations/:id/choices', { choice: 'maybe' }, ['choice']],
    [
      'a survey with six stars',
      '/v1/conversations/:id/survey',
      { handoffId: 'h', context: 'yes', stars: 6 },
      ['stars'],
    ],
    ['a resolution without a word', '/v1/desk/agents/mia/conversations/:id/resolve', {}, ['resolved']],
  ])('%s', async (_, path, body, faults) => {
    const { errors } = await refused(path, body, 400, ...faults);
    if (faults.includes('(body)') && !Array.isArray(body)) expect(errors?.[0]?.message).toMatch(/chanel/);
  });

  test('an unknown presence', async () => {
    const answer = await it.put<Problem>('/v1/desk/agents/mia/presence', { status: 'asleep', capacity: 2.5 });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((e) => e.path)).toEqual(['status', 'capacity']);
  });

  test('a body that is not JSON', async () => {
    const { status, body } = await it.post<Problem>(at('/v1/conversations/:id/messages'), '<role>customer</role>', {
      'content-type': 'application/xml',
    });
    expect([status, body.detail]).toEqual([415, expect.stringMatching(/./)]);
  });
});

test('a body above 64 KB is refused as too large, a text of the longest allowed length is accepted', async () => {
  await refused('/v1/conversations/:id/messages', { role: 'customer', text: 'x'.repeat(65 * 1024) }, 413);
  const largest = { role: 'customer', text: 'é'.repeat(8_000) };
  expect((await it.post(at('/v1/conversations/:id/messages'), largest)).status).toBe(201);
});

test.each([
  ['/messages', { role: 'customer', text: 'x' }],
  ['/human', {}],
  ['/choices', { choice: 'wait' }],
  ['/survey', { handoffId: 'h', context: 'yes', stars: 5 }],
  ['/end', {}],
])('an unknown conversation is not found: POST %s', async (path, body) => {
  await refused(`/v1/conversations/${nowhere}${path}`, body, 404);
});

test.each([
  '/v1/conversations/:none',
  '/v1/conversations/:none/transcript',
  '/v1/conversations/:none/assessment',
  '/v1/conversations/:none/events',
  '/v1/desk/agents/nobody',
  '/v1/desk/agents/nobody/events',
  '/v1/outcomes/handoffs/none',
  '/v1/nothing-here',
  '/nothing/at/all',
])('what is not there is not found: GET %s', async (path) => {
  const { status, headers, body } = await it.get<Problem>(path.replace(':none', nowhere));
  expect([status, headers.get('content-type')]).toEqual([404, expect.stringMatching(/^application\/problem\+json/)]);
  expect(body).toMatchObject({ status: 404, title: 'Not found', detail: expect.stringMatching(/./) });
});

test.each(['abc', '-1', '1.5', '9'.repeat(30)])(
  'a Last-Event-ID that is not a sequence number is refused: %s',
  async (last) => {
    const answer = await fetch(up.url + at('/v1/conversations/:id/events'), { headers: { 'last-event-id': last } });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { detail: expect.stringContaining('Last-Event-ID') },
    ]);
  },
);

test('a Last-Event-ID beyond the last event starts the stream over, after a reset', async () => {
  const stream = await it.openStream(at('/v1/conversations/:id/events'), 1_000_000);
  await eventually(() => expect(stream.received.map(({ event }) => event)).toContain('ConversationStarted'));
  expect(stream.received[0]).toMatchObject({ event: 'reset' });
  stream.close();
});

describe('U+0000, which Postgres cannot store in a text, breaks nothing', () => {
  test('in a message of a customer: message and hand-off reach the agent', async () => {
    const begun = await it.post<{ conversationId: string }>('/v1/conversations', {
      channel: 'web',
      externalId: 'nul',
      customer: { customerId: 'c', name: 'Nu\u0000l' },
    });
    expect(begun.status).toBe(201);
    const { conversationId } = begun.body;
    const text = 'Where is\u0000 my order? I want to speak to a human';
    const posted = await it.post(`/v1/conversations/${conversationId}/messages`, { role: 'customer', text });
    expect(posted.status).toBe(201);
    expect(await it.put('/v1/desk/agents/ben/presence', { status: 'online' })).toMatchObject({ status: 200 });
    await eventually(async () => {
      const { body } = await it.get<{ offers: { conversationId: string }[] }>('/v1/desk/agents/ben');
      expect(body.offers).toContainEqual(expect.objectContaining({ conversationId }));
    });
    const { body } = await it.get<Turns>(`/v1/conversations/${conversationId}/transcript`);
    expect(body.turns[0]).toMatchObject({ role: 'customer', text });
  }, 20_000);

  test.each([
    '/v1/conversations/%00',
    '/v1/conversations/a%00b/transcript',
    '/v1/conversations/%00/events',
    '/v1/desk/agents/%00',
    '/v1/outcomes/handoffs/%00',
    '/v1/outcomes/metrics?tenantId=%00',
  ])('in an address it is the asker’s fault, not the database’s: GET %s', async (path) => {
    const { status, headers } = await it.get(path);
    expect([400, 404]).toContain(status);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test.each([
    ['/v1/conversations/%00/messages', { role: 'customer', text: 'x' }],
    ['/v1/conversations/:id/messages', { role: 'customer', text: 'x', externalId: 'a\u0000b' }],
    ['/v1/desk/agents/mia%00/offers/o/accept', {}],
    ['/v1/conversations/:id/choices', { choice: 'accept-offer', offerId: 'o\u0000' }],
  ])('in the name of something it is the asker’s fault, and the rest goes on: POST %s', async (path, body) => {
    const at_ = at(path);
    const fine = { role: 'customer', text: `beside ${path}` };
    const [bad, good] = await Promise.all([it.post(at_, body), it.post(at('/v1/conversations/:id/messages'), fine)]);
    expect([400, 404, 409]).toContain(bad.status);
    expect(good.status).toBe(201);
  });

  test('and every service is still ready', async () => expect((await fetch(`${up.healthUrl}/ready`)).status).toBe(200));
});
