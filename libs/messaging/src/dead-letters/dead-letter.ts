import { deadLetterTopic, retryTopic, type TopicDefinition, toKafkaHeaders } from '@warmline/contracts';
import type { EncodedEvent } from '../codec.ts';
import type { AnyEvent } from '../decider.ts';
import type { Input } from '../stage.ts';
import type { ConsumerRecord } from '../transport.ts';

/** On a retry topic: nothing is to be done about this dead letter, for the reason given. */
export const DISCARDED_HEADER = 'dlq_discarded';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The reason an exception makes: the message and where it was thrown. */
export const thrownReason = (error: unknown): string =>
  `threw: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' | ') : String(error)}`;

/** The topic a record belongs to, whether it was read there or from its retries. */
export const originalTopic = (topic: string, group: string): string => {
  const suffix = retryTopic('', group);
  return topic.endsWith(suffix) ? topic.slice(0, -suffix.length) : topic;
};

/** A dead letter must fit its topic (1 MiB), whatever it is made of: bytes of value, headers and key kept. More could not be handled on replay either. */
const MAX_VALUE_BYTES = 512 * 1024;
const MAX_HEADERS_BYTES = 64 * 1024;
const MAX_KEY_LENGTH = 1024;

const headersThatFit = (headers: Readonly<Record<string, string>>): Record<string, string> => {
  let bytesLeft = MAX_HEADERS_BYTES;
  const fits = ([name, value]: [string, string]): boolean => {
    const size = Buffer.byteLength(name) + Buffer.byteLength(value);
    if (size <= bytesLeft) bytesLeft -= size;
    else return false;
    return true;
  };
  return Object.fromEntries(Object.entries(headers).filter(fits));
};

/** The record settles a dead letter of this group without an effect. */
export const isDiscard = ({ topic, headers }: ConsumerRecord, group: string): boolean =>
  headers[DISCARDED_HEADER] !== undefined && topic !== originalTopic(topic, group);

/** What a replay says of the letter it replays. Anyone else's `dlq_` headers are not ours and are dropped. */
const REPLAY_HEADERS: ReadonlySet<string> = new Set(['dlq_attempts', 'dlq_first_source', 'dlq_first_time']);

/**
 * The record as it came, with the reason beside it; bytes that are not UTF-8 are kept as base64 (`dlq_encoding`).
 * Of one too large to publish the beginning is kept, with its size (`dlq_truncated`); headers that do not fit are counted (`dlq_headers_dropped`).
 * One that was replayed and is refused again has an attempt more, and keeps where and when it was refused first.
 */
export const deadLetter = (record: ConsumerRecord, group: string, reason: string, handler: string): EncodedEvent => {
  const size = record.value?.byteLength ?? 0;
  const kept = Buffer.from(record.value ?? []).subarray(0, MAX_VALUE_BYTES);
  let value: string;
  let encoding: string | undefined;
  try {
    value = decoder.decode(kept);
  } catch {
    value = kept.toString('base64');
    encoding = 'base64';
  }
  const retried = record.topic !== originalTopic(record.topic, group);
  const own = Object.fromEntries(
    Object.entries(record.headers).filter(
      ([name]) => !name.startsWith('dlq_') || (retried && REPLAY_HEADERS.has(name)),
    ),
  );
  const headers = headersThatFit(own);
  const dropped = Object.keys(own).length - Object.keys(headers).length;
  const earlierAttempts = Number(own.dlq_attempts ?? 0);
  const attempts = Number.isSafeInteger(earlierAttempts) && earlierAttempts >= 0 ? earlierAttempts + 1 : 1;
  return {
    topic: deadLetterTopic(originalTopic(record.topic, group), group),
    partition: record.partition,
    key: (record.key ?? '').slice(0, MAX_KEY_LENGTH),
    value,
    headers: {
      ...headers,
      dlq_reason: reason.slice(0, 1_000),
      dlq_handler: handler,
      dlq_attempts: String(attempts),
      dlq_source: `${record.topic}/${record.partition}/${record.offset}`,
      ...(encoding === undefined ? {} : { dlq_encoding: encoding }),
      ...(size > MAX_VALUE_BYTES ? { dlq_truncated: String(size) } : {}),
      ...(dropped === 0 ? {} : { dlq_headers_dropped: String(dropped) }),
    },
  };
};

/** A tick is no record: its dead letter says which stage and key it was for, and when it was due. */
export const tickDeadLetter = (
  group: string,
  topic: string,
  task: number,
  { stage, key, due }: { readonly stage: string; readonly key: string; readonly due: number },
  reason: string,
): EncodedEvent => {
  const value = new TextEncoder().encode(JSON.stringify({ tick: { stage, key, due } }));
  return deadLetter(
    { topic, partition: task, offset: 0, key, value, headers: {}, timestamp: due },
    group,
    reason,
    stage,
  );
};

/** An event that waited in a state and was refused at last: the record it came in is long past, and is made again. */
export const heldEventDeadLetter = (
  group: string,
  topics: readonly TopicDefinition[],
  task: number,
  key: string,
  event: AnyEvent & Partial<Input>,
  reason: string,
  handler: string,
): EncodedEvent => {
  const home = topics.find((t) => Object.hasOwn(t.events, event.type)) ?? topics[0];
  const headers = toKafkaHeaders(
    {
      specversion: '1.0',
      id: event.id,
      type: event.type,
      source: `/warmline/${home?.writer ?? group}`,
      time: new Date(event.at).toISOString(),
      tenantid: event.tenantId ?? 'none',
      correlationid: event.correlationId ?? key,
    },
    event.traceparent,
  );
  const value = new TextEncoder().encode(JSON.stringify(event.data ?? null));
  const record = { topic: home?.name ?? '', partition: task, offset: 0, key, value, headers, timestamp: event.at };
  return deadLetter(record, group, reason, handler);
};
