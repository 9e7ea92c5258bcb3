import type { ConsumerRecord } from '@warmline/messaging';
import { tagIn } from '../client-log.ts';
import { MALFORMED_HEADER } from '../traffic/channel.ts';

/** A record as an outside reader sees it: its position, its shard and sequence, and the data the checks need. */
export interface ObservedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly shard: string | null;
  readonly sequence: number;
  /** Event time, ISO 8601. */
  readonly time: string;
  readonly data: CheckedData;
  readonly letter?: { readonly reason: string; readonly source: string };
  readonly malformed?: string;
}

export interface CheckedData {
  readonly conversationId?: string;
  readonly handoffId?: string;
  readonly offerId?: string;
  readonly messageId?: string;
  readonly agentId?: string;
  readonly seq?: number;
  readonly role?: string;
  readonly tag?: string;
  readonly reason?: string;
  /** Of a call attempt: its number, and when the customer is called again. */
  readonly attempt?: number;
  readonly retryAt?: number;
  readonly owner?: { readonly kind: string; readonly id: string; readonly epoch: number };
  readonly previous?: { readonly kind: string; readonly id: string; readonly epoch: number };
}

const CHECKED_FIELDS = ['conversationId', 'handoffId', 'offerId', 'messageId', 'agentId', 'seq', 'role', 'reason', 'attempt', 'retryAt', 'owner', 'previous'] as const; // biome-ignore format: one line

const checkedDataOf = (value: Uint8Array | null): CheckedData => {
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(Buffer.from(value ?? []).toString());
  } catch {
    return {};
  }
  // A message of the system may quote the customer.
  const tag = data.role === 'system' ? undefined : tagIn(data.text);
  const kept = Object.fromEntries(
    CHECKED_FIELDS.filter((name) => data[name] !== undefined).map((name) => [name, data[name]]),
  );
  return { ...kept, ...(tag === undefined ? {} : { tag }) };
};

export const observedRecord = ({ topic, partition, offset, key, value, headers }: ConsumerRecord): ObservedRecord => {
  const { dlq_reason: reason, dlq_source: source, [MALFORMED_HEADER]: malformed } = headers;
  return {
    topic,
    partition,
    offset,
    key: key ?? '',
    id: headers.ce_id ?? '',
    type: headers.ce_type ?? '',
    shard: headers.ce_shard ?? null,
    sequence: Number(headers.ce_sequence ?? -1),
    time: headers.ce_time ?? '',
    data: checkedDataOf(value),
    ...(source === undefined ? {} : { letter: { reason: reason ?? '', source } }),
    ...(malformed === undefined ? {} : { malformed }),
  };
};
