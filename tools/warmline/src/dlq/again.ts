import { DISCARDED, type Outgoing } from '@warmline/messaging';
import { type Letter, retryShard } from './letters.ts';

/** A dead letter as its group reads it again, or why it cannot. */
export type Again = { readonly is: 'record'; readonly record: Outgoing } | { readonly is: 'not'; readonly why: string };
const not = (why: string): Again => ({ is: 'not', why });

/**
 * The record as it first came, on its group's retry topic and its own partition. The letter's own shard and sequence name its shard, in
 * which it is number 1: whoever handled it once skips it for ever after, so replaying twice has one effect.
 */
export const again = (letter: Letter): Again => {
  const { record, state } = letter;
  const { dlq_encoding: encoding, dlq_truncated: truncated, dlq_headers_dropped: dropped } = record.headers;
  if (state === 'discarded') return not('it was discarded, and its group would skip it');
  if (truncated !== undefined)
    return not(`its body is not whole: of ${truncated} bytes only the beginning was kept, so it cannot be handled`);
  if (dropped !== undefined) return not(`${dropped} of its headers did not fit and were not kept, so it is not whole`);
  const body = bodyOf(record.value, encoding);
  if (body === undefined) return not('its body is not UTF-8, so no reader of ours can take it');
  if (record.headers.ce_id === undefined && isTick(body))
    return not('it is a tick, not a record: its state is woken again by itself');
  const kept = Object.entries(record.headers).filter(([name]) => !name.startsWith('dlq_') || name === 'dlq_attempts');
  return {
    is: 'record',
    record: settling(letter, body, {
      ...Object.fromEntries(kept),
      dlq_first_source: record.headers.dlq_first_source ?? record.headers.dlq_source ?? letter.id,
      dlq_first_time: record.headers.dlq_first_time ?? new Date(record.timestamp).toISOString(),
    }),
  };
};

/** What settles a dead letter without an effect; its group notes it as handled. */
export const discarded = (letter: Letter, why: string): Outgoing =>
  settling(letter, '', { [DISCARDED]: why, ...traceOf(letter) });

const settling = ({ origin, record }: Letter, value: string, headers: Readonly<Record<string, string>>): Outgoing => ({
  topic: origin.retry,
  partition: record.partition,
  key: record.key ?? '',
  value,
  headers: { ...headers, ce_shard: retryShard(record), ce_sequence: '1' },
});

const traceOf = ({ record: { headers } }: Letter): Record<string, string> => ({
  ...(headers.ce_id === undefined ? {} : { ce_id: headers.ce_id }),
  ...(headers.ce_type === undefined ? {} : { ce_type: headers.ce_type }),
});

/** The body as text; undefined where it is none. */
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
