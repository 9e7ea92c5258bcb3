import { expect } from '@jest/globals';
import { PARTITION_COUNT, topics } from '@warmline/contracts';
import { type ConsumerRecord, type ProducerRecord, partitionOf, type Transport } from '@warmline/messaging';
import { eventually } from '@warmline/testing/processes';
import { findDeadLetters } from '../src/dlq/dead-letters.ts';
import { listOn, replayOn } from '../src/dlq/dlq.ts';
import type { Filter } from '../src/dlq/filter.ts';

export const INGRESS = 'handoff.ingress.v1';
const SCORES = topics.sentiment.name;
const SENTIMENT_LETTERS = 'handoff.conversation.v1.sentiment.dlq';

export const headers = (type: string, id: string): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: id,
  ce_type: type,
  ce_source: '/whatsapp',
  ce_time: '2026-11-22T10:00:00.000Z',
  ce_tenantid: 'default',
});
export const record = (topic: string, key: string, value: string, head: Record<string, string>): ProducerRecord => ({
  topic,
  partition: partitionOf(key, PARTITION_COUNT),
  key,
  value,
  headers: head,
});
export const received = (key: string, text: string) => ({
  conversationId: key,
  tenantId: 'default',
  channel: 'whatsapp',
  externalId: key,
  externalMessageId: `${key}-1`,
  role: 'customer',
  text,
});

let sequence = 0;
/** A message that sentiment could not process because of a bug that is fixed by now, as stored in the dead letters. */
export const scorable = (key: string, seq: number): ProducerRecord => {
  const data = {
    ...topics.conversation.events.MessagePosted.sample,
    conversationId: key,
    seq,
    messageId: `${key}-${seq}`,
    role: 'customer',
    text: 'I am furious',
  };
  return record(SENTIMENT_LETTERS, key, JSON.stringify(data), {
    ...headers('MessagePosted', `${key}/${seq}`),
    dlq_reason: 'threw: a bug since mended',
    dlq_handler: 'sentiment',
    dlq_attempts: '1',
    dlq_source: 'handoff.conversation.v1/0/0',
    ce_shard: 'sentiment/0@x',
    ce_sequence: String(++sequence),
  });
};

export const ask = { all: false, dryRun: false, json: false, again: false };
export const dataOf = (r: ConsumerRecord): Record<string, unknown> => JSON.parse(Buffer.from(r.value ?? []).toString());

/** The commands of `warmline dlq` on a log, and its content. */
export const operator = (transport: Transport) => {
  /** All records of a topic. */
  const all = async (topic: string): Promise<ConsumerRecord[]> => {
    const found: ConsumerRecord[] = [];
    const stop = await transport.tail([topic], (r) => void found.push(r), true);
    const bounds = await Promise.all(Array.from({ length: PARTITION_COUNT }, (_, p) => transport.bounds(topic, p)));
    const wanted = bounds.reduce((sum, { first, end }) => sum + end - first, 0);
    await eventually(() => expect(found.length).toBeGreaterThanOrEqual(wanted));
    await stop();
    return found;
  };
  /** The scored sequences of a conversation, in order. */
  const scored = async (key: string) => (await all(SCORES)).filter((r) => r.key === key).map((r) => dataOf(r).seq);

  const lettersOf = async (filter: Filter, count: number) =>
    eventually(async () => {
      const letters = await findDeadLetters(transport, filter);
      expect(letters.length).toBe(count);
      return letters;
    });

  const replayed = async (
    ids: readonly string[],
    options: Partial<Parameters<typeof replayOn>[2]> = {},
    over: Transport = transport,
  ) => {
    const lines: string[] = [];
    await replayOn(over, ids, { ...ask, ...options }, (line) => lines.push(line));
    return lines;
  };
  const listed = async (options: Partial<Parameters<typeof listOn>[1]>) => {
    const lines: string[] = [];
    await listOn(transport, { open: false, count: false, json: false, ...options }, (line) => lines.push(line));
    return lines.join('\n');
  };
  const rows = async (options: Partial<Parameters<typeof listOn>[1]>) =>
    (await listed({ ...options, json: true })).split('\n').flatMap((l) => (l === '' ? [] : [JSON.parse(l)]));
  return { all, scored, lettersOf, replayed, listed, rows };
};
