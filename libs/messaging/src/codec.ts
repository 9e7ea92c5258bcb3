import {
  type EventDefinition,
  type Instant,
  MAX_EVENT_BYTES,
  ownValue,
  PARTITION_COUNT,
  type ServiceName,
  type TopicDefinition,
  topics,
} from '@warmline/contracts';
import { partitionOf } from './partition.ts';
import type { Input } from './stage.ts';
import type { ConsumerRecord } from './transport.ts';

/** Largest record a service publishes (a hand-off with its transcript). External records have MAX_EVENT_BYTES. */
export const MAX_OUTPUT_BYTES = 256 * 1024;

/**
 * A replayed dead letter is the only record of the shard `dlq/<shard>/<sequence of the dead letter>`: a second replay of it is a
 * duplicate, and so is the replay of a copy that a crash appended.
 */
export const DEAD_LETTER_SHARD_PREFIX = 'dlq/';

export type Decoded =
  | { readonly is: 'event'; readonly event: Input }
  | { readonly is: 'invalid'; readonly reason: string };
const invalid = (reason: string): Decoded => ({ is: 'invalid', reason });
const decoder = new TextDecoder('utf-8', { fatal: true });

const REQUIRED_HEADERS = ['ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_tenantid'] as const;
const MAX_HEADER_LENGTHS = [
  ['ce_id', 256],
  ['ce_type', 128],
  ['ce_source', 256],
  ['ce_time', 64],
  ['ce_tenantid', 128],
  ['ce_correlationid', 256],
] as const;

/** Validates a record: size, attributes, type, data against the topic's schema, key against the data. */
export const decode = (record: ConsumerRecord, topic: TopicDefinition): Decoded => {
  const limit = topic.writer === 'outside' ? MAX_EVENT_BYTES : MAX_OUTPUT_BYTES;
  const size = record.value?.byteLength ?? 0;
  if (record.value === null || size === 0) return invalid('empty value');
  if (size > limit) return invalid(`oversized: ${size} bytes, at most ${limit}`);
  const { headers } = record;
  for (const name of REQUIRED_HEADERS) if (!headers[name]) return invalid(`header ${name} is missing`);
  // Some of these headers are copied to outputs, which must fit their topic.
  for (const [name, maxLength] of MAX_HEADER_LENGTHS)
    if ((headers[name]?.length ?? 0) > maxLength) return invalid(`header ${name} is too long: at most ${maxLength}`);
  if (headers.ce_specversion !== '1.0')
    return invalid(`header ce_specversion is ${JSON.stringify(headers.ce_specversion ?? null)}, not "1.0"`);
  const type = headers.ce_type ?? '';
  const definition: EventDefinition | undefined = ownValue(topic.events, type);
  if (definition === undefined)
    return invalid(`unknown event type ${JSON.stringify(type.slice(0, 128))} on ${topic.name}`);
  const at = Date.parse(headers.ce_time ?? '');
  if (Number.isNaN(at)) return invalid(`header ce_time is not a time: ${JSON.stringify(headers.ce_time)}`);
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(record.value));
  } catch (error) {
    return invalid(`not JSON: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300));
  }
  const parsed = definition.schema.safeParse(json);
  if (!parsed.success) return invalid(describeIssues(type, parsed.error.issues));
  const key = String((parsed.data as Record<string, unknown>)[topic.key]);
  // In the partition of another key the record would belong to another task: two owners of one state.
  if (topic.writer !== 'outside' && record.key !== null && record.key !== key)
    return invalid(`key ${JSON.stringify(record.key.slice(0, 128))} is not the ${topic.key} of the data`);
  return {
    is: 'event',
    event: {
      type,
      id: headers.ce_id ?? '',
      at,
      data: parsed.data,
      key,
      tenantId: headers.ce_tenantid ?? '',
      correlationId: headers.ce_correlationid ?? key,
      traceparent: (headers.traceparent?.length ?? 0) > 64 ? undefined : headers.traceparent,
    },
  };
};

/**
 * Shard and sequence of a record, by which duplicates are dropped even if the record is invalid. `shard` is `topic|shard`.
 * External records may claim any shard, so theirs is ignored; only their replayed dead letters have one.
 */
export const shardPosition = (
  record: ConsumerRecord,
  topic: TopicDefinition,
): { readonly shard: string; readonly sequence: number } | undefined => {
  const { ce_shard: shard, ce_sequence: sequence } = record.headers;
  if (shard === undefined || sequence === undefined || !/^\d{1,15}$/.test(sequence)) return undefined;
  const isRetry = record.topic !== topic.name && shard.startsWith(DEAD_LETTER_SHARD_PREFIX);
  if (topic.writer === 'outside' && !isRetry) return undefined;
  return { shard: `${record.topic}|${shard}`, sequence: Number(sequence) };
};

export const describeIssues = (subject: string, issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  `${subject}: ${issues.map((i) => `${i.path.map(String).join('.') || '(body)'}: ${i.message}`).join('; ')}`.slice(
    0,
    1_000,
  );

/** An output with its partition. Shard and sequence are added to its headers when it is published. */
export interface EncodedEvent {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

export interface Cause {
  readonly id: string;
  readonly at: Instant;
  readonly tenantId: string;
  readonly correlationId: string;
  readonly traceparent: string | undefined;
  readonly tick?: { readonly due: Instant; readonly after: string };
}

const byWriter = new Map<string, Map<string, TopicDefinition[]>>();
for (const t of Object.values(topics) as TopicDefinition[]) {
  const types = byWriter.get(t.writer) ?? new Map<string, TopicDefinition[]>();
  byWriter.set(t.writer, types);
  for (const type of Object.keys(t.events)) types.set(type, [...(types.get(type) ?? []), t]);
}

/** The topic of an output: the only one of the writer with that type, or the one it names. Throws on a wiring bug. */
export const outputTopic = (service: ServiceName, type: string, named?: string): TopicDefinition => {
  const found = (byWriter.get(service)?.get(type) ?? []).filter((t) => named === undefined || t.name === named);
  const [only, ...more] = found;
  if (only === undefined || more.length > 0)
    throw new Error(`${service} may not write ${type}${named ? ` to ${named}` : ''}: ${found.length} topics`);
  return only;
};

/** Throws if the data violates the schema or is too large; the runtime then rejects the input that caused it. */
export const encode = (
  service: ServiceName,
  output: { type: string; data: unknown; topic?: string | undefined },
  id: string,
  cause: Cause,
): EncodedEvent => {
  const topic = outputTopic(service, output.type, output.topic);
  const parsed = ownValue(topic.events, output.type)?.schema.safeParse(output.data);
  if (parsed === undefined || !parsed.success)
    throw new Error(`invalid output ${describeIssues(output.type, parsed?.error.issues ?? [])}`);
  const data = output.data as Record<string, unknown>;
  const key = String(data[topic.key]);
  const value = JSON.stringify(data);
  const size = Buffer.byteLength(value);
  if (size > MAX_OUTPUT_BYTES)
    throw new Error(`oversized output ${output.type}: ${size} bytes, at most ${MAX_OUTPUT_BYTES}`);
  // Same result as `toHeaders`, with one object instead of three: this runs for every event.
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: output.type,
    ce_source: `/warmline/${service}`,
    ce_time: new Date(cause.at).toISOString(),
    ce_tenantid: typeof data.tenantId === 'string' ? data.tenantId : cause.tenantId,
    ce_correlationid: cause.correlationId,
    ce_causationid: cause.id,
  };
  if (cause.tick) Object.assign(headers, { ce_tickdue: String(cause.tick.due), ce_tickafter: cause.tick.after });
  if (cause.traceparent !== undefined) headers.traceparent = cause.traceparent;
  return {
    topic: topic.name,
    partition: partitionOf(key, PARTITION_COUNT),
    key,
    value,
    headers,
  };
};
