import { deadLetterTopic, retryTopic, type TopicDefinition, toKafkaHeaders } from '@warmline/contracts';
import type { EncodedEvent } from '../codec.ts';
import type { AnyEvent } from '../decider.ts';
import type { Log } from '../log.ts';
import type { Input } from '../stage.ts';
import type { ConsumerRecord } from '../transport.ts';

/** Header of a record on a retry topic that closes its dead letter without an effect. Its value is the reason. */
export const DISCARDED_HEADER = 'dlq_discarded';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The reason for an exception: its message and where it was thrown. */
export const thrownReason = (error: unknown): string =>
  `threw: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' | ') : String(error)}`;

/** The source topic of a record, also if it was read from the retry topic. */
export const originalTopic = (topic: string, group: string): string => {
  const suffix = retryTopic('', group);
  return topic.endsWith(suffix) ? topic.slice(0, -suffix.length) : topic;
};

/** Bytes kept of value, headers and key, so that every dead letter fits its topic (1 MiB). A larger record could not be handled on replay either. */
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

/** True if the record closes a dead letter of this group without an effect. */
export const isDiscard = ({ topic, headers }: ConsumerRecord, group: string): boolean =>
  headers[DISCARDED_HEADER] !== undefined && topic !== originalTopic(topic, group);

/** Headers that a replay copies from its dead letter. All other incoming `dlq_` headers are dropped. */
const REPLAY_HEADERS: ReadonlySet<string> = new Set(['dlq_attempts', 'dlq_first_source', 'dlq_first_time']);

/**
 * The record unchanged, with the reason in its headers. Bytes that are not UTF-8 become base64 (`dlq_encoding`).
 * Of a value that is too large the beginning is kept, with its size (`dlq_truncated`); headers that do not fit are counted (`dlq_headers_dropped`).
 * A replayed record that is rejected again has one attempt more, and keeps the source and time of its first rejection.
 */
export const deadLetter = (record: ConsumerRecord, group: string, reason: string, handler: string): EncodedEvent => {
  const size = record.value?.byteLength ?? 0;
  const keptBytes = Buffer.from(record.value ?? []).subarray(0, MAX_VALUE_BYTES);
  let value: string;
  let encoding: string | undefined;
  try {
    value = decoder.decode(keptBytes);
  } catch {
    value = keptBytes.toString('base64');
    encoding = 'base64';
  }
  const retried = record.topic !== originalTopic(record.topic, group);
  const ownHeaders = Object.fromEntries(
    Object.entries(record.headers).filter(
      ([name]) => !name.startsWith('dlq_') || (retried && REPLAY_HEADERS.has(name)),
    ),
  );
  const headers = headersThatFit(ownHeaders);
  const dropped = Object.keys(ownHeaders).length - Object.keys(headers).length;
  const earlierAttempts = Number(ownHeaders.dlq_attempts ?? 0);
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

/** A tick is not a record: its dead letter holds the stage, the key and the due. */
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

/** Dead letter of a held event that was rejected. Its record was handled long before, so it is built again. */
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

/** One line for each dead letter among committed outputs. Of its reason only the class, and no key: they may repeat what a person wrote, or their number. */
export const logDeadLetters = (log: Log, outputs: readonly EncodedEvent[]): void => {
  for (const { topic, headers } of outputs) {
    const { dlq_reason: reason, dlq_source: source, dlq_handler: handler, dlq_attempts: attempts } = headers;
    if (reason === undefined) continue;
    const detail = { topic, source, type: headers.ce_type, handler, attempts: Number(attempts) };
    log.warn({ ...detail, reason: reason.split(':', 1)[0]?.slice(0, 100) }, 'dead letter written');
  }
};
