import { retryTopic } from '@warmline/contracts';
import { DEAD_LETTER_SHARD, type Outgoing } from '@warmline/messaging';
import type { Letter } from './letters.ts';

/** A dead letter as its group reads it again, or why it cannot. */
export type Again = { readonly is: 'record'; readonly record: Outgoing } | { readonly is: 'not'; readonly why: string };

/**
 * The record as it first came, on its group's retry topic and its own partition. Its place in the dead letters is its shard, in which
 * it is number 1: whoever handled it once skips it for ever after, so replaying twice has one effect.
 */
export const again = ({ id, origin, record }: Letter): Again => {
  const body = bodyOf(record.value, record.headers.dlq_encoding);
  if (body === undefined) return { is: 'not', why: 'its body is not UTF-8, so no reader of ours can take it' };
  if (record.headers.ce_id === undefined && isTick(body))
    return { is: 'not', why: 'it is a tick, not a record: its state is woken again by itself' };
  const kept = Object.entries(record.headers).filter(([name]) => !name.startsWith('dlq_') || name === 'dlq_attempts');
  const headers = { ...Object.fromEntries(kept), ce_shard: `${DEAD_LETTER_SHARD}${id}`, ce_sequence: '1' };
  const topic = retryTopic(origin.source, origin.group);
  return { is: 'record', record: { topic, partition: record.partition, key: record.key ?? '', value: body, headers } };
};

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
