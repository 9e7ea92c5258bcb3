import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';

interface Conversation {
  readonly owner: { readonly kind: string };
  readonly handoff?: { readonly handoffId: string };
}
interface Desk {
  readonly offers: readonly {
    readonly offerId: string;
    readonly handoffId: string;
    readonly handoff: DataOf<'HandoffRequested'> | null;
  }[];
}
const dataDir = mkdtempSync(join(tmpdir(), 'warmline-queue-'));
let up: ServerProcess;
let it: ApiClient;

beforeAll(async () => {
  up = await startAllInOne({ dataDir });
  it = apiClient(up.url);
}, 90_000);
afterAll(async () => {
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** A customer who asks for a person, and waits. */
const waiting = async (externalId: string): Promise<{ id: string; handoffId: string }> => {
  const { body } = await it.post<{ conversationId: string }>('/v1/conversations', { channel: 'api', externalId });
  const id = body.conversationId;
  await it.post(`/v1/conversations/${id}/human`, {});
  const handoffId = await eventually(async () => {
    const { body: found } = await it.get<Conversation>(`/v1/conversations/${id}`);
    if (found.owner.kind !== 'queue' || found.handoff === undefined) throw new Error('not in the queue yet');
    return found.handoff.handoffId;
  });
  return { id, handoffId };
};
const offerAt = async (agentId: string, handoffId: string): Promise<Desk['offers'][number]> => {
  const { body } = await it.get<Desk>(`/v1/desk/agents/${agentId}`);
  const offer = body.offers.find((each) => each.handoffId === handoffId);
  if (offer === undefined) throw new Error(`${handoffId} is not offered to ${agentId}`);
  return offer;
};

test('given a customer in the queue, when they add details, then the agent who gets the offer reads them', async () => {
  const { id, handoffId } = await waiting('details');
  const choice = { choice: 'share-details', handoffId, details: 'The left leg is bent' };
  expect((await it.post(`/v1/conversations/${id}/choices`, choice)).status).toBe(202);
  await it.put('/v1/desk/agents/ben/presence', { status: 'online', teams: ['general_team'], capacity: 1 });
  await eventually(async () =>
    expect((await offerAt('ben', handoffId)).handoff?.context.summary.text).toMatch(
      /\nAdded by the customer: The left leg is bent$/,
    ),
  );
  const { body } = await it.get<{ decisions: readonly object[] }>(`/v1/handoffs/${handoffId}/decisions`);
  expect(body.decisions).toMatchObject([
    { seq: 1, decision: 'offered', agentId: 'ben', why: { considered: [{ agentId: 'ben', eligible: true }] } },
  ]);
  await it.post(`/v1/conversations/${id}/end`, {});
});

test('given a message with a card number, when its agent opens the transcript, then the number is masked, and shown only to them on demand', async () => {
  const { id, handoffId } = await waiting('secrets');
  const text = 'My card 4111 1111 1111 1111 was stolen';
  const { body: posted } = await it.post<{ messageId: string }>(`/v1/conversations/${id}/messages`, {
    role: 'customer',
    text,
  });
  const { body } = await it.get<{ turns: object[] }>(`/v1/conversations/${id}/transcript`);
  expect(JSON.stringify(body)).not.toContain('4111');
  expect(body.turns).toContainEqual(expect.objectContaining({ messageId: posted.messageId, hasSecrets: true }));
  const stream = await it.openStream(`/v1/conversations/${id}/events?masked=true`);
  await eventually(() => expect(JSON.stringify(stream.received)).toContain('was stolen'));
  expect(JSON.stringify(stream.received)).not.toContain('4111');
  stream.close();

  const look = `/v1/conversations/${id}/messages/${posted.messageId}/secrets`;
  expect((await it.post(look, { agentId: 'ben' })).status).toBe(409);
  await it.put('/v1/desk/agents/ben/presence', { status: 'online', teams: ['general_team'], capacity: 1 });
  const { offerId } = await eventually(() => offerAt('ben', handoffId));
  await it.post(`/v1/desk/agents/ben/offers/${offerId}/accept`, {});
  await eventually(async () =>
    expect(await it.post(look, { agentId: 'ben' })).toMatchObject({ status: 200, body: { text } }),
  );
  expect((await it.post(look, { agentId: 'tess' })).status).toBe(409);
  expect((await it.post(`/v1/conversations/${id}/messages/none/secrets`, { agentId: 'ben' })).status).toBe(404);
  await it.post(`/v1/desk/agents/ben/conversations/${id}/resolve`, { resolved: true });
  await it.put('/v1/desk/agents/ben/presence', { status: 'offline' });
});

test('the decisions about an unknown hand-off are answered with 404', async () =>
  expect((await it.get('/v1/handoffs/none/decisions')).status).toBe(404));

test('given an agent with an offer, when the customer leaves, then the offer leaves the desk at once', async () => {
  await it.put('/v1/desk/agents/ben/presence', { status: 'online' });
  const { id, handoffId } = await waiting('leaves');
  await eventually(() => offerAt('ben', handoffId));
  const desk = await it.openStream('/v1/desk/agents/ben/events');
  await it.post(`/v1/conversations/${id}/end`, {});
  const ended = { event: 'offer-ended', data: { handoffId, reason: 'ended' } };
  await eventually(
    () =>
      expect(desk.received).toContainEqual(
        expect.objectContaining({ ...ended, data: expect.objectContaining(ended.data) }),
      ),
    {
      withinMs: 2_000,
    },
  );
  desk.close();
});

test('given a customer in the queue, when they choose a callback, then it is promised, the bot continues, and the call stays on the desk of an agent until it is completed', async () => {
  await it.put('/v1/desk/agents/ben/presence', { status: 'offline' });
  const { id, handoffId } = await waiting('callback');
  await it.post(`/v1/conversations/${id}/choices`, { choice: 'callback', handoffId, details: '+1 212 555 0100' });
  await eventually(async () => {
    const { body } = await it.get<Conversation>(`/v1/conversations/${id}`);
    expect(body.owner.kind).toBe('bot');
  });
  const { body } = await it.get<{ turns: { text: string }[] }>(`/v1/conversations/${id}/transcript`);
  expect(body.turns.at(-1)?.text).toMatch(/call you within 2 hours/);

  await it.put('/v1/desk/agents/ben/presence', { status: 'online', teams: ['general_team'], capacity: 1 });
  const callsOf = async () => (await it.get<{ callbacks: readonly object[] }>('/v1/desk/agents/ben')).body.callbacks;
  const call = { handoffId, phone: '+12125550100', attempt: 1, handoff: { handoffId } };
  await eventually(async () => expect(await callsOf()).toMatchObject([call]));
  const attempts = `/v1/desk/callbacks/${handoffId}/attempts`;
  const reached = { agentId: 'ben', outcome: 'reached' };
  expect((await it.post(attempts, reached)).status).toBe(202);
  await eventually(async () =>
    expect(await callsOf()).toMatchObject([{ ...call, expiresAt: null, reportedOutcome: null }]),
  );
  expect((await it.post(attempts, { ...reached, outcome: 'no-answer' })).status).toBe(409);
  expect((await it.post(attempts, { ...reached, outcome: 'done', resolution: { resolved: true } })).status).toBe(202);
  await eventually(async () => expect(await callsOf()).toEqual([]));
  expect((await it.post(attempts, reached)).status).toBe(409);
  const { body: why } = await it.get<{ decisions: readonly object[] }>(`/v1/handoffs/${handoffId}/decisions`);
  expect(why.decisions).toMatchObject([{ decision: 'call-assigned', agentId: 'ben', attempt: 1 }]);
  await it.put('/v1/desk/agents/ben/presence', { status: 'offline' });
});

test.each([
  ['callback', undefined],
  ['callback', 'call me'],
  ['email', undefined],
  ['email', 'abc'],
])(
  'given a customer in the queue, when they choose %s with %j, then what is missing is said, and the place is kept',
  async (choice, details) => {
    const { id, handoffId } = await waiting(`no-contact-${choice}-${details}`);
    const answer = await it.post<{ detail: string }>(`/v1/conversations/${id}/choices`, { choice, handoffId, details });
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toMatch(
      /^Please give an? (telephone number|e-mail address).*The place in the queue is kept/,
    );
    expect((await it.get<Conversation>(`/v1/conversations/${id}`)).body.owner.kind).toBe('queue');
    await it.post(`/v1/conversations/${id}/end`, {});
  },
);

test('given a customer in the queue, when they choose a free time for a callback, then it is planned, and a time that is not free is refused', async () => {
  const { id, handoffId } = await waiting('scheduled');
  const windowsAt = `/v1/conversations/${id}/callback-windows`;
  const choose = (more: object) => it.post(`/v1/conversations/${id}/choices`, { handoffId, ...more });
  expect((await it.get(windowsAt)).status).toBe(404);
  await choose({ choice: 'schedule-call' });
  const windows = await eventually(async () => {
    const { status, body } = await it.get<{ windows: readonly { from: number; until: number }[] }>(windowsAt);
    expect(status).toBe(200);
    return body.windows;
  });
  const saidLast = async () =>
    (await it.get<{ turns: { text: string }[] }>(`/v1/conversations/${id}/transcript`)).body.turns.at(-1)?.text;
  const [window] = windows;
  const before = await saidLast();
  await choose({ choice: 'schedule-call', windowStart: (window?.from ?? 0) + 1, details: '+1 212 555 0100' });
  await eventually(async () => expect(await saidLast()).not.toBe(before));
  expect((await it.get<Conversation>(`/v1/conversations/${id}`)).body.owner.kind).toBe('queue');
  await choose({ choice: 'schedule-call', windowStart: window?.from, details: '+1 212 555 0100' });
  await eventually(async () => {
    const { body } = await it.get<Conversation & { callback?: object }>(`/v1/conversations/${id}`);
    expect(body).toMatchObject({ owner: { kind: 'bot' }, callback: { notBefore: window?.from, dueBy: window?.until } });
  });
  await choose({ choice: 'cancel-callback' });
  await eventually(async () => {
    const { body } = await it.get<Conversation & { callback?: object }>(`/v1/conversations/${id}`);
    expect(body.callback).toBeUndefined();
  });
});

test('given a customer who has just left, when the agent accepts the offer, then the answer says that they left', async () => {
  const { id, handoffId } = await waiting('gone');
  await it.put('/v1/desk/agents/omar/presence', { status: 'online', teams: ['general_team'], capacity: 1 });
  const { offerId } = await eventually(async () => (await offerAt('omar', handoffId)) as { offerId?: string });
  expect((await it.post(`/v1/conversations/${id}/end`, {})).status).toBe(202);
  const accepted = await it.post<{ detail: string }>(`/v1/desk/agents/omar/offers/${offerId}/accept`, {});
  expect(accepted.status).toBe(409);
  expect(accepted.body.detail).toMatch(/no longer waiting|has left/);
  await it.put('/v1/desk/agents/omar/presence', { status: 'offline', teams: ['general_team'], capacity: 1 });
});

test('given an agent with a conversation, when they consult a colleague and transfer it, then the colleague reads the question and the note', async () => {
  const { id, handoffId } = await waiting('consult');
  const billing = { status: 'online', teams: ['general_team'], capacity: 1 };
  await it.put('/v1/desk/agents/ben/presence', billing);
  const { offerId } = await eventually(async () => (await offerAt('ben', handoffId)) as { offerId?: string });
  await it.post(`/v1/desk/agents/ben/offers/${offerId}/accept`, {});
  await it.put('/v1/desk/agents/sofia/presence', { ...billing, teams: ['billing_team'] });
  const at = `/v1/desk/agents/ben/conversations/${id}`;
  const consulted = await eventually(async () => {
    const asked = await it.post<{ consultId: string }>(`${at}/consult`, { agentId: 'sofia', question: 'Yours?' });
    expect(asked.status).toBe(202);
    return asked.body.consultId;
  });
  const { body: sofia } = await it.get<{ consults: readonly object[] }>('/v1/desk/agents/sofia');
  expect(sofia.consults).toMatchObject([{ consultId: consulted, question: 'Yours?', handoff: { handoffId } }]);
  const answer = `/v1/desk/agents/sofia/consults/${consulted}/answer`;
  expect((await it.post(answer, { text: 'Yes' })).status).toBe(202);
  expect((await it.post(answer, { text: 'Yes' })).status).toBe(404);
  const to = { kind: 'team', id: 'no_such_team' };
  expect((await it.post(`${at}/transfer`, { to, note: 'Wrong team' })).status).toBe(202);
  await eventually(async () =>
    expect((await it.post(`${at}/transfer`, { to: { kind: 'agent', id: 'sofia' }, note: 'As agreed' })).status).toBe(
      202,
    ),
  );
  await eventually(async () =>
    expect((await offerAt('sofia', handoffId)).handoff?.context.summary.text).toMatch(
      /\nPassed on by ben with the note: As agreed$/,
    ),
  );
  const { body } = await it.get<{ decisions: readonly { decision: string }[] }>(`/v1/handoffs/${handoffId}/decisions`);
  expect(body.decisions.map(({ decision }) => decision)).toEqual([
    'offered',
    'assigned',
    'transfer-refused',
    'returned',
    'offered',
  ]);
  await it.post(`/v1/conversations/${id}/end`, {});
});

test('given a customer in the queue, then the wait of a customer who joins now is answered, and 404 for an unknown queue', async () => {
  const missing = await it.get<{ status: number }>('/v1/pools/nowhere/wait');
  expect([missing.status, missing.body.status]).toEqual([404, 404]);
  const { id } = await waiting('asks');
  await eventually(async () => {
    const { status, body } = await it.get<{ subjects: { subject: string; text: string }[] }>('/v1/pools/default/wait');
    expect(status).toBe(200);
    expect(body).toMatchObject({ poolId: 'default', stale: false, computedAt: expect.any(Number) });
    expect(body.subjects.length).toBeGreaterThan(0);
    const [first] = body.subjects;
    const part = await it.get<object>(`/v1/pools/default/wait?part=${first?.subject}`);
    expect(part.body).toMatchObject({ subjects: [{ subject: first?.subject, text: expect.any(String) }] });
  });
  await it.post(`/v1/conversations/${id}/end`, {});
});

test('a customer in the queue is in the metrics of the first team of their route, and the rules that ran are timed', async () => {
  await it.put('/v1/desk/agents/ben/presence', { status: 'offline' });
  const { id } = await waiting('measured');
  const sample = async (name: string, ...labels: readonly string[]): Promise<number> => {
    const text = await (await fetch(`${up.healthUrl}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
    return Number(
      lines
        .find((line) => labels.every((label) => line.includes(label)))
        ?.split(' ')
        .at(-1),
    );
  };
  const team = 'team="general_team"';
  await eventually(async () => expect(await sample('warmline_queue_handoffs', team)).toBe(1), { withinMs: 20_000 });
  expect(await sample('warmline_queue_oldest_wait_seconds', team)).toBeLessThan(60);
  for (const [topic, handler] of [
    ['command', 'conversation'],
    ['handoff.escalation.v1', 'conversation'],
    ['handoff.routing-intake.v1', 'pool'],
  ])
    expect(await sample('warmline_handler_seconds_count', `topic="${topic}"`, `handler="${handler}"`)).toBeGreaterThan(
      0,
    );
  expect(await sample('warmline_database_errors_total', 'operation="ping"')).toBe(0);
  expect(await sample('warmline_broker_errors_total', 'operation="append"')).toBe(0);
  await it.post(`/v1/conversations/${id}/end`, {});
});
