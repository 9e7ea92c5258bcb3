import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { Transport } from '@warmline/messaging';
import { apiClient } from '@warmline/testing/api';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { eventually } from '@warmline/testing/processes';
import { type OneProcess, oneProcess } from './one-process.ts';
import { dataOf, headers, operator, received, record, scorable } from './operator.ts';

jest.setTimeout(30_000);
let system: OneProcess;
let operating: ReturnType<typeof operator>;
let kafka: KafkaBroker;
beforeAll(async () => {
  kafka = await startKafka();
  system = await oneProcess(kafka.brokers);
  operating = operator(system.transport);
}, 90_000);
afterAll(async () => {
  await system?.stop();
  await kafka?.stop();
}, 30_000);

/** A message after all others of its conversation: when it is scored, the replayed ones have been read. */
const after = async (key: string, seq: number) => {
  const { headers: head, ...rest } = scorable(key, seq);
  const retry = { ...rest, topic: 'handoff.conversation.v1.sentiment.retry' };
  await system.transport.append([{ ...retry, headers: { ...head, ce_shard: `dlq/after/${key}`, ce_sequence: '1' } }]);
  await eventually(async () => expect(await operating.scored(key)).toContain(seq), { withinMs: 15_000 });
};

test('a dead letter whose fault is mended has its effect once, however often it is replayed', async () => {
  await system.transport.append([scorable('c-9', 4)]);
  expect(await operating.replayed([], { reason: 'SINCE MENDED' })).toContain('1 of 1 dead letters replayed');
  expect(await operating.replayed([], { group: 'sentiment' })).toContain('0 of 0 dead letters replayed');
  expect(await operating.replayed([], { group: 'sentiment', again: true })).toContain('1 of 1 dead letters replayed');
  await after('c-9', 5);
  expect(await operating.scored('c-9')).toEqual([4, 5]);
});

test('after a failed replay, a second one gives each dead letter its effect once', async () => {
  await system.transport.append([1, 2, 3, 4].map((seq) => scorable('c-10', seq)));
  const failing: Transport = {
    ...system.transport,
    append: async (records) => {
      await system.transport.append(records.slice(0, 2));
      throw new Error('the broker went away');
    },
  };
  await expect(operating.replayed([], { key: 'c-10' }, failing)).rejects.toThrow('the broker went away');
  expect((await operating.rows({ key: 'c-10' })).map((r) => r.state)).toEqual(['replayed', 'replayed', 'open', 'open']);
  const again = await operating.replayed([], { key: 'c-10', again: true });
  expect(again).toContain('4 of 4 dead letters replayed');
  await after('c-10', 5);
  expect(await operating.scored('c-10')).toEqual([1, 2, 3, 4, 5]);
});

test('a dead letter that a crash appended twice has its effect once when both are replayed', async () => {
  const twice = scorable('c-11', 1);
  await system.transport.append([twice]);
  await system.transport.append([twice]);
  const [letter] = await operating.lettersOf({ key: 'c-11' }, 1);
  const other = (letter?.id ?? '').replace(/\d+$/, (offset) => String(Number(offset) + 1));
  await operating.replayed([letter?.id ?? '']);
  await operating.replayed([other]);
  await after('c-11', 2);
  expect(await operating.scored('c-11')).toEqual([1, 2]);
});

test('an ingress record is replayed once, as the channel sent it', async () => {
  const it = apiClient(system.url);
  const { ce_shard: _, ...head } = scorable('x', 1).headers;
  const letter = record('handoff.ingress.v1.gateway.dlq', 'wa-7', JSON.stringify(received('wa-7', 'Are you there?')), {
    ...head,
    ...headers('MessageReceived', 'e-7'),
    ce_shard: 'gateway/0@x',
    dlq_source: 'handoff.ingress.v1/0/0',
  });
  await system.transport.append([letter]);
  await operating.replayed([], { group: 'gateway', key: 'wa-7' });
  await operating.replayed([], { group: 'gateway', key: 'wa-7', again: true });
  const posted = async () =>
    (await operating.all(topics.conversation.name)).filter((r) => dataOf(r).text === 'Are you there?');
  const [first] = await eventually(async () => {
    const found = await posted();
    expect(found.length).toBe(1);
    return found;
  });
  const { body } = await it.get<{ turns: { text: string }[] }>(`/v1/conversations/${first?.key}/transcript`);
  expect(body.turns.filter((t) => t.text === 'Are you there?')).toHaveLength(1);
});
