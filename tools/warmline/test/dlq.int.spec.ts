import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PARTITIONS, topics } from '@warmline/contracts';
import { type Incoming, type Outgoing, partitionOf } from '@warmline/messaging';
import { eventually } from '@warmline/testing/processes';
import { listing, replayOn, whole } from '../src/dlq/dlq.ts';
import { type Filter, findByIds, findLetters } from '../src/dlq/letters.ts';
import { type OneProcess, oneProcess } from './one-process.ts';

jest.setTimeout(30_000);
let system: OneProcess;
beforeAll(async () => {
  system = await oneProcess();
}, 60_000);
afterAll(() => system.stop());

const INGRESS = 'handoff.ingress.v1';
const SCORES = topics.sentiment.name;

const headers = (type: string, id: string): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: id,
  ce_type: type,
  ce_source: '/whatsapp',
  ce_time: '2026-11-22T10:00:00.000Z',
  ce_tenantid: 'default',
});
const record = (topic: string, key: string, value: string, head: Record<string, string>): Outgoing => ({
  topic,
  partition: partitionOf(key, PARTITIONS),
  key,
  value,
  headers: head,
});
const received = (key: string, text: string) => ({
  conversationId: key,
  tenantId: 'default',
  channel: 'whatsapp',
  externalId: key,
  externalMessageId: `${key}-1`,
  role: 'customer',
  text,
});

/** Everything on a topic as it stands. */
const all = async (topic: string): Promise<Incoming[]> => {
  const found: Incoming[] = [];
  const stop = await system.transport.tail([topic], (r) => void found.push(r), true);
  const bounds = await Promise.all(Array.from({ length: PARTITIONS }, (_, p) => system.transport.bounds(topic, p)));
  const wanted = bounds.reduce((sum, { first, end }) => sum + end - first, 0);
  await eventually(() => expect(found.length).toBeGreaterThanOrEqual(wanted));
  await stop();
  return found;
};

const lettersOf = async (filter: Filter, count: number) =>
  eventually(async () => {
    const letters = await findLetters(system.transport, filter);
    expect(letters.length).toBe(count);
    return letters;
  });

const replayed = async (ids: readonly string[], filter: Filter & { limit?: number; all?: boolean } = {}) => {
  const lines: string[] = [];
  await replayOn(system.transport, ids, { all: false, ...filter }, (line) => lines.push(line));
  return lines;
};

const dataOf = (r: Incoming): Record<string, unknown> => JSON.parse(Buffer.from(r.value ?? []).toString());

test('a malformed event becomes a dead letter with its reason, is listed and shown, and replayed twice fails once more', async () => {
  const bad = record(
    INGRESS,
    'wa-1',
    JSON.stringify({ ...received('wa-1', 'Hi'), role: 'agent' }),
    headers('MessageReceived', 'e-1'),
  );
  await system.transport.append([bad]);
  const [letter] = await lettersOf({ topic: INGRESS, group: 'gateway' }, 1);
  const id = letter?.id ?? '';
  expect(id).toBe(`handoff.ingress.v1.gateway.dlq/${bad.partition}/0`);
  const row = listing(letter ? [letter] : [], 10).split('\n')[1];
  expect(row).toMatch(
    /^handoff\.ingress\.v1\.gateway\.dlq\/\d\/0 {2}\S+Z {2}MessageReceived: role: .+ gateway +1 +MessageReceived +wa-1$/,
  );

  const [found] = await findByIds(system.transport, [id]);
  const shown = found === undefined ? '' : whole(found);
  expect(shown).toContain('dlq_reason: MessageReceived: role: ');
  expect(shown).toContain(`dlq_source: handoff.ingress.v1/${bad.partition}/0`);
  expect(shown).toContain('  "role": "agent",');

  expect(await replayed([id])).toEqual(['1 to handoff.ingress.v1.gateway.retry', '1 of 1 dead letters replayed']);
  const [, second] = await lettersOf({ topic: INGRESS }, 2);
  expect(second?.record.headers.dlq_attempts).toBe('2');
  await replayed([id]);
  // A record behind it on the same partition is handled: so was the second replay.
  const late = { ...record('handoff.ingress.v1.gateway.retry', 'wa-1', '{', headers('MessageReceived', 'e-2')) };
  await system.transport.append([late]);
  const letters = await lettersOf({ topic: INGRESS }, 3);
  expect(letters.map((l) => l.record.headers.dlq_attempts)).toEqual(['1', '2', '1']);
});

test('a dead letter that can be taken now has its effect once, however often it is replayed', async () => {
  const { sample } = topics.conversation.events.MessagePosted;
  const message = {
    ...sample,
    conversationId: 'c-9',
    seq: 4,
    messageId: 'm-9',
    role: 'customer',
    text: 'I am furious',
  };
  const dead = {
    dlq_reason: 'threw: a bug since mended',
    dlq_handler: 'sentiment',
    dlq_attempts: '1',
    dlq_source: 'x/0/0',
  };
  const head = { ...headers('MessagePosted', 'e-3'), ce_shard: 'gateway/0@x', ce_sequence: '12', ...dead };
  const name = 'handoff.conversation.v1.sentiment.dlq';
  await system.transport.append([record(name, 'c-9', JSON.stringify(message), head)]);

  const scores = async () => (await all(SCORES)).filter((r) => r.key === 'c-9');
  expect(await replayed([], { reason: 'SINCE MENDED' })).toContain('1 of 1 dead letters replayed');
  await eventually(async () => expect((await scores()).length).toBe(1));
  await replayed([], { group: 'sentiment' });
  const another = { ...message, messageId: 'm-10', seq: 5 };
  await system.transport.append([
    record('handoff.conversation.v1.sentiment.retry', 'c-9', JSON.stringify(another), {
      ...head,
      ce_id: 'e-4',
      ce_shard: 'dlq/other',
    }),
  ]);
  await eventually(async () => expect((await scores()).some((r) => dataOf(r).seq === 5)).toBe(true));
  expect((await scores()).map((r) => dataOf(r).seq)).toEqual([4, 5]);
});

test('what cannot be replayed is named with the reason, after everything else was', async () => {
  const name = 'handoff.escalation.v1.routing.dlq';
  const bytes = Buffer.from([0xff, 0x00]).toString('base64');
  const dead = { dlq_reason: 'not JSON', dlq_encoding: 'base64' };
  await system.transport.append([record(name, 'c-1', bytes, { ...headers('HandoffRequested', 'e-5'), ...dead })]);
  await expect(replayed([], { group: 'routing' })).rejects.toThrow(
    /^1 cannot be replayed:\n {2}handoff\.escalation\.v1\.routing\.dlq\/\d\/0: its body is not UTF-8/,
  );
});

test('a wrong filter or id is a mistake that is named, not an empty list', async () => {
  const { transport } = system;
  await expect(findLetters(transport, { group: 'nobody' })).rejects.toThrow(/^no group nobody; there are gateway, /);
  await expect(findLetters(transport, { topic: 'x' })).rejects.toThrow('no group reads a topic x');
  await expect(findByIds(transport, ['x'])).rejects.toThrow(/^x is not an id/);
  await expect(findByIds(transport, ['handoff.ingress.v1.gateway.dlq/0/999'])).rejects.toThrow(/^no dead letter /);
  await expect(replayed([])).rejects.toThrow('name ids, or filters, or say --all');
});
