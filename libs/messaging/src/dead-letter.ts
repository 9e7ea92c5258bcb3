import { deadLetterTopic, retryTopic } from '@warmline/contracts';
import type { Encoded } from './codec.ts';
import type { Incoming } from './transport.ts';

/** Why a record could not be handled, by whom, and where it came from. */
export interface DeadLetterHeaders {
  readonly reason: string;
  readonly handler: string;
  readonly attempts: number;
  readonly source: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The topic a record belongs to, whether it was read there or from its retries. */
export const homeTopic = (topic: string, group: string): string => {
  const suffix = retryTopic('', group);
  return topic.endsWith(suffix) ? topic.slice(0, -suffix.length) : topic;
};

/** The record as it came, with the reason beside it; bytes that are not UTF-8 are kept as base64 (`dlq_encoding`). */
export const deadLetter = (record: Incoming, group: string, reason: string, handler: string): Encoded => {
  let value: string;
  let encoding: string | undefined;
  try {
    value = record.value === null ? '' : decoder.decode(record.value);
  } catch {
    value = Buffer.from(record.value ?? []).toString('base64');
    encoding = 'base64';
  }
  const attempts = Number(record.headers.dlq_attempts ?? 0) + 1;
  return {
    topic: deadLetterTopic(homeTopic(record.topic, group), group),
    partition: record.partition,
    key: record.key ?? '',
    value,
    headers: {
      ...record.headers,
      dlq_reason: reason.slice(0, 1_000),
      dlq_handler: handler,
      dlq_attempts: String(attempts),
      dlq_source: `${record.topic}/${record.partition}/${record.offset}`,
      ...(encoding === undefined ? {} : { dlq_encoding: encoding }),
    },
  };
};
