import type { Incoming } from '@warmline/messaging';
import { tagIn } from '../ledger.ts';
import { MALFORMED_HEADER } from '../traffic/channel.ts';

/** A record as a reader outside sees it: its place, who numbered it, and of its data what the checks look at. */
export interface Rec {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly shard: string | null;
  readonly sequence: number;
  /** Event time, as text. */
  readonly time: string;
  readonly data: Facts;
  readonly letter?: { readonly reason: string; readonly source: string };
  readonly malformed?: string;
}

export interface Facts {
  readonly conversationId?: string;
  readonly handoffId?: string;
  readonly offerId?: string;
  readonly messageId?: string;
  readonly agentId?: string;
  readonly seq?: number;
  readonly role?: string;
  readonly tag?: string;
  /** A close that says how it ended. */
  readonly worded?: boolean;
  readonly reason?: string;
  /** Of a call: which it was, and when the customer is called again. */
  readonly attempt?: number;
  readonly again?: number;
  readonly owner?: { readonly kind: string; readonly id: string; readonly epoch: number };
  readonly previous?: { readonly kind: string; readonly id: string; readonly epoch: number };
}

const KEPT = ['conversationId', 'handoffId', 'offerId', 'messageId', 'agentId', 'seq', 'role', 'reason', 'attempt', 'again', 'owner', 'previous'] as const; // biome-ignore format: one line

const factsOf = (value: Uint8Array | null): Facts => {
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(Buffer.from(value ?? []).toString());
  } catch {
    return {};
  }
  const tag = tagIn(data.text);
  const kept = Object.fromEntries(KEPT.filter((name) => data[name] !== undefined).map((name) => [name, data[name]]));
  const worded = data.resolution === undefined ? {} : { worded: true };
  return { ...kept, ...worded, ...(tag === undefined ? {} : { tag }) };
};

export const recordOf = ({ topic, partition, offset, key, value, headers }: Incoming): Rec => {
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
    data: factsOf(value),
    ...(source === undefined ? {} : { letter: { reason: reason ?? '', source } }),
    ...(malformed === undefined ? {} : { malformed }),
  };
};

export const placeOf = ({ topic, partition, offset }: Rec): string => `${topic}/${partition}/${offset}`;
