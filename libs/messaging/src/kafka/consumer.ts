import type { FetchedBatch } from '../transport.ts';

/** The methods used of a kafkajs consumer. Only one file may import kafkajs and its types. */
export interface KafkaBatch {
  topic: string;
  partition: number;
  highWatermark: string;
  messages: {
    offset: string;
    timestamp: string;
    key: Buffer | null;
    value: Buffer | null;
    headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
  }[];
}
export interface ConsumerLike {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  subscribe(topics: { topics: string[]; fromBeginning: boolean }): Promise<void>;
  run(config: {
    autoCommit: boolean;
    eachBatchAutoResolve: boolean;
    partitionsConsumedConcurrently: number;
    eachBatch: (payload: { batch: KafkaBatch; resolveOffset(offset: string): void }) => Promise<void>;
  }): Promise<void>;
  pause(partitions: { topic: string; partitions: number[] }[]): void;
  resume(partitions: { topic: string; partitions: number[] }[]): void;
  seek(position: { topic: string; partition: number; offset: string }): void;
  commitOffsets(positions: { topic: string; partition: number; offset: string }[]): Promise<void>;
  describeGroup(): Promise<{ state: string; members: { memberId: string }[] }>;
  readonly events: {
    readonly GROUP_JOIN: 'consumer.group_join';
    readonly REBALANCING: 'consumer.rebalancing';
    readonly CRASH: 'consumer.crash';
    readonly HEARTBEAT: 'consumer.heartbeat';
    readonly FETCH_START: 'consumer.fetch_start';
    readonly REQUEST_TIMEOUT: 'consumer.network.request_timeout';
  };
  on(
    name: 'consumer.group_join',
    listener: (event: { payload: { memberId: string; memberAssignment: Record<string, number[]> } }) => void,
  ): unknown;
  on(
    name: 'consumer.rebalancing' | 'consumer.heartbeat' | 'consumer.fetch_start' | 'consumer.network.request_timeout',
    listener: () => void,
  ): unknown;
  on(name: 'consumer.crash', listener: (event: { payload: { error: Error } }) => void): unknown;
}

const headerText = (value: Buffer | string | (Buffer | string)[] | undefined): string =>
  String((Array.isArray(value) ? value.at(-1) : value) ?? '');

/** Converts header values to text, in place. With the patched record codec they are text already. */
const textHeaders = (
  headers: NonNullable<KafkaBatch['messages'][number]['headers']>,
): Readonly<Record<string, string>> => {
  for (const name in headers) if (typeof headers[name] !== 'string') headers[name] = headerText(headers[name]);
  return headers as Record<string, string>;
};

export const toFetchedBatch = (batch: KafkaBatch): FetchedBatch => ({
  topic: batch.topic,
  partition: batch.partition,
  // Not in the types of kafkajs: the position of the fetch request, also after a reset by kafkajs.
  from: Number((batch as KafkaBatch & { fetchedOffset?: string }).fetchedOffset ?? batch.messages[0]?.offset),
  end: Number(batch.highWatermark),
  records: batch.messages.map(({ offset, timestamp, key, value, headers }) => ({
    topic: batch.topic,
    partition: batch.partition,
    offset: Number(offset),
    key: key === null ? null : String(key),
    value,
    headers: textHeaders(headers ?? {}),
    timestamp: Number(timestamp),
  })),
});
