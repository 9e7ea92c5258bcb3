import { DISCARDED_HEADER, type ProducerRecord } from '@warmline/messaging';
import { type DeadLetter, retryShard } from './dead-letters.ts';

/** A dead letter as its group reads it again, or why it cannot. */
export type ReplayResult =
  | { readonly is: 'record'; readonly record: ProducerRecord }
  | { readonly is: 'not-replayable'; readonly why: string };
const cannotReplay = (why: string): ReplayResult => ({ is: 'not-replayable', why });

/**
 * The record in its first form, on the retry topic of its group and its own partition. The shard and sequence of the dead letter
 * name its shard, in which it is number 1: a group that handled it once skips it for ever, so a second replay has no effect.
 */
export const replayRecord = (letter: DeadLetter): ReplayResult => {
  const { record, state } = letter;
  const { dlq_encoding: encoding, dlq_truncated: truncated, dlq_headers_dropped: dropped } = record.headers;
  if (state === 'discarded') return cannotReplay('it was discarded, and its group would skip it');
  if (truncated !== undefined)
    return cannotReplay(
      `its body is not whole: of ${truncated} bytes only the beginning was kept, so it cannot be handled`,
    );
  if (dropped !== undefined)
    return cannotReplay(`${dropped} of its headers did not fit and were not kept, so it is not whole`);
  const body = bodyOf(record.value, encoding);
  if (body === undefined) return cannotReplay('its body is not UTF-8, so no reader of ours can take it');
  if (record.headers.ce_id === undefined && isTick(body))
    return cannotReplay('it is a tick, not a record: its state is woken again by itself');
  const kept = Object.entries(record.headers).filter(([name]) => !name.startsWith('dlq_') || name === 'dlq_attempts');
  return {
    is: 'record',
    record: settlementRecord(letter, body, {
      ...Object.fromEntries(kept),
      dlq_first_source: record.headers.dlq_first_source ?? record.headers.dlq_source ?? letter.id,
      dlq_first_time: record.headers.dlq_first_time ?? new Date(record.timestamp).toISOString(),
    }),
  };
};

/** The record that discards a dead letter; its group marks it as handled. */
export const discardRecord = (letter: DeadLetter, why: string): ProducerRecord =>
  settlementRecord(letter, '', { [DISCARDED_HEADER]: why, ...traceOf(letter) });

const settlementRecord = (
  { deadLetterTopic: origin, record }: DeadLetter,
  value: string,
  headers: Readonly<Record<string, string>>,
): ProducerRecord => ({
  topic: origin.retry,
  partition: record.partition,
  key: record.key ?? '',
  value,
  headers: { ...headers, ce_shard: retryShard(record), ce_sequence: '1' },
});

const traceOf = ({ record: { headers } }: DeadLetter): Record<string, string> => ({
  ...(headers.ce_id === undefined ? {} : { ce_id: headers.ce_id }),
  ...(headers.ce_type === undefined ? {} : { ce_type: headers.ce_type }),
});

/** The body as text; undefined if it is not text. */
export const bodyOf = (value: Uint8Array | null, encoding: string | undefined): string | undefined => {
  const text = Buffer.from(value ?? []).toString();
  if (encoding === undefined) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
};

const isTick = (body: string): boolean => {
  try {
    const data: unknown = JSON.parse(body);
    return typeof data === 'object' && data !== null && 'tick' in data;
  } catch {
    return false;
  }
};
