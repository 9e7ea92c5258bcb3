import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type CloudEventAttributes,
  deadLetterTopic,
  MAX_EVENT_BYTES,
  PARTITION_COUNT,
  toKafkaHeaders,
  topics,
} from '@warmline/contracts';
import { type ConsumerRecord, declaredTopics, partitionOf } from '@warmline/messaging';
import { createPlatform, type Platform, serve } from '@warmline/service-kit';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { testDatabase } from '@warmline/testing/postgres';
import { eventually } from '@warmline/testing/processes';
import { AppModule } from '../src/app.module.ts';
import { readConfig } from '../src/config.ts';

const INGRESS = topics.ingress.name;
const letters: ConsumerRecord[] = [];
interface Transcript {
  readonly turns?: readonly { readonly role: string; readonly text: string }[];
}
let platform: Platform;
let stop: () => Promise<void>;
let stopTail: () => Promise<void>;
let stopEvents: () => Promise<void>;
let it: ApiClient;

const attributes = (id: string, changed: Partial<CloudEventAttributes> = {}): CloudEventAttributes => ({
  specversion: '1.0',
  id,
  type: 'MessageReceived',
  source: '/channels/whatsapp',
  time: '2026-01-05T10:00:00.000Z',
  tenantid: 'default',
  ...changed,
});
const message = (text: string, changed: object = {}) => ({
  conversationId: 'wa-491',
  tenantId: 'default',
  channel: 'whatsapp',
  externalId: 'wa-491',
  externalMessageId: `wamid-${text}`,
  role: 'customer',
  text,
  ...changed,
});
/** All of one conversation of the channel, so in one partition: what is bad stands in the way of what is good. */
const publish = (headers: Readonly<Record<string, string>>, value: unknown) =>
  platform.transport.append([
    {
      topic: INGRESS,
      partition: partitionOf('wa-491', PARTITION_COUNT),
      key: 'wa-491',
      value: typeof value === 'string' ? value : JSON.stringify(value),
      headers,
    },
  ]);
const good = (id: string, text: string, changed: object = {}) =>
  publish(toKafkaHeaders(attributes(id)), message(text, changed));
const without = (name: string): Record<string, string> => {
  const { [name]: _, ...rest } = toKafkaHeaders(attributes(`no-${name}`));
  return rest;
};

/** The conversation of the channel's customer, from its first event. */
let conversationId = 'not-started';
const customerTexts = async (): Promise<string[]> => {
  const { body } = await it.get<Transcript>(`/v1/conversations/${conversationId}/transcript`);
  return (body.turns ?? []).filter((turn) => turn.role === 'customer').map((turn) => turn.text);
};
const expectCustomerTexts = (...texts: readonly string[]) =>
  eventually(async () => expect(await customerTexts()).toEqual(texts));

beforeAll(async () => {
  const env = {
    DATABASE_URL: await testDatabase(),
    PORT: '0',
    HEALTH_PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    POLICY_FILE: new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname,
    TEAMS_FILE: new URL('../../../deploy/defaults/teams.yaml', import.meta.url).pathname,
  };
  const config = readConfig(env);
  platform = createPlatform(config, 'gateway', (error) => {
    throw error;
  });
  await platform.transport.applyTopics(declaredTopics());
  const served = await serve(platform, [AppModule.on(platform, config)]);
  stop = served.stop;
  it = apiClient(`http://127.0.0.1:${served.port}`);
  stopTail = await platform.transport.tail(
    [deadLetterTopic(INGRESS, 'gateway')],
    (letter) => letters.push(letter),
    true,
  );
  stopEvents = await platform.transport.tail([topics.conversation.name], ({ key }) => {
    conversationId = key ?? conversationId;
  });
  await eventually(() => expect(platform.services.map(({ health }) => health.unmetConditions())).toEqual([[]]), {
    withinMs: 30_000,
  });
}, 60_000);

afterAll(async () => {
  await stopTail?.();
  await stopEvents?.();
  await stop?.();
}, 30_000);

test('given a request for a person and an end published by a channel, then they do what the calls do, and once', async () => {
  const of = (type: string, id: string) =>
    publish(toKafkaHeaders(attributes(`${type}-${id}`, { type })), {
      conversationId: 'wa-7',
      tenantId: 'default',
      channel: 'whatsapp',
      externalId: 'wa-7',
      externalMessageId: `${type}-${id}`,
    });
  await of('HumanRequestReceived', '1');
  await of('HumanRequestReceived', '1');
  await of('EndReceived', '1');
  await eventually(async () => {
    const { body } = await it.get<{ ended: boolean; seq: number }>(`/v1/conversations/${conversationId}`);
    // Started, requested once, ended.
    expect(body).toMatchObject({ ended: true, seq: 3 });
  });
});

test('given a message published twice, then its conversation is started once and the message is posted once', async () => {
  await good('m-1', 'Hello?');
  await good('m-1', 'Hello?');
  await good('m-1-again', 'Hello?', { externalMessageId: 'wamid-Hello?' });
  await good('m-2', 'Is anybody there?');
  await expectCustomerTexts('Hello?', 'Is anybody there?');
  const { body } = await it.get<{ seq: number }>(`/v1/conversations/${conversationId}`);
  const events = await it.openStream(`/v1/conversations/${conversationId}/events`);
  await eventually(() => expect(events.received.at(-1)?.id).toBe(body.seq));
  expect(events.received.filter((e) => e.event === 'ConversationStarted')).toHaveLength(1);
  events.close();
  expect(letters).toEqual([]);
});

const faults: readonly [string, () => Promise<unknown>, RegExp][] = [
  [
    'a body above 64 KB',
    () => publish(toKafkaHeaders(attributes('big')), message('x'.repeat(MAX_EVENT_BYTES))),
    /^oversized: \d+ bytes, at most 65536$/,
  ],
  ['a text too long', () => good('long', 'x'.repeat(8_001), { externalMessageId: 'long' }), /^MessageReceived: text: /],
  [
    'an unknown type',
    () => publish(toKafkaHeaders(attributes('type', { type: 'MessageShouted' })), message('x')),
    /^unknown event type "MessageShouted"/,
  ],
  ['no id', () => publish(without('ce_id'), message('x')), /^header ce_id is missing$/],
  ['no type', () => publish(without('ce_type'), message('x')), /^header ce_type is missing$/],
  ['no tenant', () => publish(without('ce_tenantid'), message('x')), /^header ce_tenantid is missing$/],
  ['no headers at all', () => publish({}, message('x')), /^header ce_/],
  [
    'a time that is none',
    () => publish(toKafkaHeaders(attributes('time', { time: 'noon' })), message('x')),
    /^header ce_time is not a time: "noon"$/,
  ],
  [
    'another specversion',
    () => publish({ ...toKafkaHeaders(attributes('spec')), ce_specversion: '0.3' }, message('x')),
    /^header ce_specversion is "0.3"/,
  ],
  ['no JSON', () => publish(toKafkaHeaders(attributes('json')), '{"conversationId":'), /^not JSON: /],
  ['nothing', () => publish(toKafkaHeaders(attributes('empty')), ''), /^empty value$/],
  [
    'fields missing',
    () => publish(toKafkaHeaders(attributes('fields')), { conversationId: 'wa-491' }),
    /^MessageReceived: tenantId: .*; channel: .*externalMessageId: /,
  ],
  ['a customer who says nothing', () => good('blank', '   '), /^MessageReceived: text: may not be empty$/],
  [
    'an id with control characters',
    () => good('nul', 'x', { externalMessageId: 'a\u0000b' }),
    /externalMessageId: may not hold control characters/,
  ],
];

test.each(faults)(
  'given %s, then it is a dead letter with the reason, and the stream goes on',
  async (name, bad, reason) => {
    const before = await customerTexts();
    const known = letters.length;
    await bad();
    await good(`after-${name}`, `after ${name}`);
    await expectCustomerTexts(...before, `after ${name}`);
    await eventually(() => expect(letters).toHaveLength(known + 1));
    const letter = letters.at(-1);
    const headers = letter?.headers ?? {};
    expect(headers.dlq_reason).toMatch(reason);
    expect(headers).toMatchObject({ dlq_handler: 'gateway', dlq_attempts: '1' });
    expect(headers.dlq_source).toMatch(new RegExp(`^${INGRESS}/\\d/\\d+$`));
    expect(letter?.key).toBe('wa-491');
  },
);

test('given U+0000 in a text, then the text is stored unchanged', async () => {
  const before = await customerTexts();
  await good('nul-text', 'zero\u0000here', { externalMessageId: 'nul-text' });
  await expectCustomerTexts(...before, 'zero\u0000here');
});

test.each([
  ['late', '2001-01-01T00:00:00.000Z'],
  ['ahead', '2199-01-01T00:00:00.000Z'],
])('given a channel whose clock is %s, then the time of its message is ours', async (name, time) => {
  const from = Date.now();
  const before = await customerTexts();
  await publish(toKafkaHeaders(attributes(name, { time })), message(name));
  await expectCustomerTexts(...before, name);
  const path = `/v1/conversations/${conversationId}/transcript`;
  const { body } = await it.get<{ turns: { at: number }[] }>(path);
  const { at } = body.turns.at(-1) ?? { at: 0 };
  expect(at).toBeGreaterThanOrEqual(from);
  expect(at).toBeLessThanOrEqual(Date.now());
});
