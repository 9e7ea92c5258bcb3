import { beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { Answer } from '@warmline/messaging';
import type { Conversation } from './domain/conversation/conversation.ts';
import { addressOf } from './domain/conversation-address.ts';
import { memoryGateway } from './memory-gateway.fixtures.ts';
import { ExpectedConversations } from './stages.ts';

const DAY_MS = 24 * 3_600_000;
const origin = { tenantId: 'default', channel: 'whatsapp', externalId: 'wa-491' };
let now: number;
let subject: ReturnType<typeof memoryGateway>;
beforeEach(() => {
  now = 1_760_000_010_000;
  subject = memoryGateway(() => now);
});

const idOf = ({ body }: Answer): string => (body as { conversationId: string }).conversationId;
const receive = (externalMessageId: string, text = 'Hello?') =>
  subject.run(...subject.targetsOf('MessageReceived', topics.ingress, { ...origin, externalMessageId, text }));
const address = () => subject.state<{ conversationId: string }>('conversation-address', addressOf(origin));
const rows = (id: string) => subject.rows('conversation', id);
const end = (id: string) =>
  subject.run({ stage: 'conversation', key: id, event: { type: 'End', id: 'end', at: now, data: { by: 'customer' } } });
const tick = (id: string) =>
  subject.run({ stage: 'conversation', key: id, event: { type: 'Tick', id: 'tick', at: now } });

describe('a conversation', () => {
  test('is one, however many starts and messages of its customer come at once', async () => {
    const strangers = () => new ExpectedConversations();
    const [answers] = await Promise.all([
      Promise.all([1, 2, 3].map(() => subject.start(origin, undefined, strangers()))),
      receive('m-1'),
      receive('m-2'),
    ]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(1);
    const id = answers.map(idOf)[0] ?? '';
    expect(rows(id).sort()).toEqual(['ConversationStarted', 'MessagePosted', 'MessagePosted']);
    expect([...subject.memory.states.keys()]).toHaveLength(2);
  });

  test('has an id that does not follow from its customer', async () => {
    const first = idOf(await subject.start(origin));
    const second = idOf(await memoryGateway(() => now).start(origin));
    expect(first).not.toBe(second);
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  test.each([
    ['tenants', { tenantId: 'default/eu' }, { tenantId: 'default', channel: 'eu/whatsapp' }],
    ['channels', { channel: 'a","b' }, { channel: 'a', externalId: 'b","wa-491' }],
  ])('is of its own where the names of two %s run into each other', async (_what, one, other) => {
    const a = idOf(await subject.start({ ...origin, ...one }));
    expect(idOf(await subject.start({ ...origin, ...other }))).not.toBe(a);
  });

  test('is started by a request for a person over Kafka, and by no choice, rating, identification or end', async () => {
    const act = (type: string, facts: object = {}) =>
      subject.run(...subject.targetsOf(type, topics.ingress, { ...origin, externalMessageId: `m-${type}`, ...facts }));
    for (const type of ['ChoiceReceived', 'RatingReceived', 'IdentificationReceived', 'EndReceived']) await act(type);
    expect(address()).toBeNull();
    await act('HumanRequestReceived');
    const id = address()?.conversationId ?? '';
    await act('IdentificationReceived');
    await act('EndReceived');
    expect(rows(id)).toEqual(['ConversationStarted', 'HumanRequested', 'CustomerIdentified', 'ConversationEnded']);
    await act('IdentificationReceived', { externalMessageId: 'm-later' });
    expect(rows(id)).toHaveLength(4);
  });

  test('is the same for a message over Kafka and a start over HTTP', async () => {
    await receive('m-1');
    const { status, body } = await subject.start(origin);
    expect(status).toBe(200);
    expect(address()).toEqual({ conversationId: (body as { conversationId: string }).conversationId });
  });
});

describe('a message', () => {
  test('that comes over both ways is posted once', async () => {
    await receive('m-1');
    await receive('m-1');
    const id = address()?.conversationId ?? '';
    const post = { role: 'customer', text: 'Hello?' };
    const event = { type: 'Post', id: 'http', at: now, data: post };
    await subject.run({ stage: 'conversation', key: id, event, idempotencyKey: 'Post/external/m-1' });
    expect(rows(id)).toEqual(['ConversationStarted', 'MessagePosted']);
  });

  test('that comes again after the end does not reopen its conversation', async () => {
    await receive('m-1');
    const id = address()?.conversationId ?? '';
    await end(id);
    await receive('m-1');
    expect(rows(id).at(-1)).toBe('ConversationEnded');
    await receive('m-2');
    expect(rows(id).slice(-3)).toContain('MessagePosted');
  });

  test('that comes again is posted once where another command of the batch has locked its conversation', async () => {
    const again = subject.targetsOf('MessageReceived', topics.ingress, { ...origin, externalMessageId: 'm-1' });
    const wrong = again.map((target) => ({ ...target, mayForwardTo: [] }));
    await receive('m-1');
    const id = address()?.conversationId ?? '';
    const human = { stage: 'conversation', key: id, event: { type: 'RequestHuman', id: 'human', at: now, data: {} } };
    const before = subject.transactions();
    await subject.run(human, ...wrong);
    expect(subject.transactions() - before).toBe(2);
    expect(rows(id)).toEqual(['ConversationStarted', 'MessagePosted', 'HumanRequested']);
  });

  test('costs one transaction where its conversation is expected, and a second one where it is not', async () => {
    await subject.start(origin, undefined, new ExpectedConversations());
    const cost = async (id: string): Promise<number> => {
      const before = subject.transactions();
      await receive(id);
      return subject.transactions() - before;
    };
    expect(await cost('known')).toBe(1);
    const elsewhere = { ...origin, externalId: 'wa-7' };
    await subject.start(elsewhere, undefined, new ExpectedConversations());
    const before = subject.transactions();
    await subject.start(elsewhere, undefined, new ExpectedConversations());
    expect(subject.transactions() - before).toBe(2);
  });
});

describe('a start', () => {
  test('that is repeated under its idempotency key gets the same answer', async () => {
    const first = await subject.start(origin, 'key-1');
    expect(first.status).toBe(201);
    expect(await subject.start(origin, 'key-1', new ExpectedConversations())).toEqual(first);
    expect((await subject.start(origin, 'key-2')).status).toBe(200);
  });

  test('publishes nothing of the address outside of ConversationStarted; key and correlation id name the conversation', async () => {
    const id = idOf(await subject.start(origin));
    expect([...subject.memory.outbox.values()].flatMap(({ records }) => records)).toEqual([
      expect.objectContaining({
        key: id,
        headers: expect.objectContaining({ ce_type: 'ConversationStarted', ce_correlationid: id }),
      }),
    ]);
  });
});

describe('a customer who returns', () => {
  test('after a month finds their conversation', async () => {
    const id = idOf(await subject.start(origin));
    await end(id);
    now += 31 * DAY_MS;
    await tick(id);
    const { status, body } = await subject.start(origin);
    expect({ status, id: (body as { conversationId: string }).conversationId }).toEqual({ status: 201, id });
  });

  test('after their conversation was deleted starts another one', async () => {
    const id = idOf(await subject.start(origin));
    await end(id);
    now += 90 * DAY_MS;
    await tick(id);
    expect(subject.memory.states.size).toBe(0);
    const again = idOf(await subject.start(origin));
    expect(again).not.toBe(id);
    expect(subject.state<Conversation>('conversation', again)?.seq).toBe(1);
  });
});
