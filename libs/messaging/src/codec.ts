import {
  type Attributes,
  type EventDefinition,
  fromHeaders,
  type Instant,
  MAX_EVENT_BYTES,
  PARTITIONS,
  type ServiceName,
  type TopicDefinition,
  toHeaders,
  topics,
} from '@warmline/contracts';
import { partitionOf } from './partition.ts';
import type { Input } from './stage.ts';
import type { Incoming } from './transport.ts';

/** The largest record a service makes (a hand-off with its transcript); what comes from outside has MAX_EVENT_BYTES. */
export const MAX_OUTPUT_BYTES = 256 * 1024;

export type Decoded = { readonly is: 'event'; readonly event: Input } | { readonly is: 'bad'; readonly reason: string };
const bad = (reason: string): Decoded => ({ is: 'bad', reason });
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Validates a record at the edge: attributes, size, type, data against the topic's schema, key against the data. */
export const decode = (record: Incoming, topic: TopicDefinition): Decoded => {
  const limit = topic.writer === 'outside' ? MAX_EVENT_BYTES : MAX_OUTPUT_BYTES;
  const size = record.value?.byteLength ?? 0;
  if (record.value === null || size === 0) return bad('empty value');
  if (size > limit) return bad(`oversized: ${size} bytes, at most ${limit}`);
  const ce = fromHeaders(record.headers);
  for (const name of ['id', 'type', 'source', 'time', 'tenantid'] as const) if (!ce[name]) return bad(`header ce_${name} is missing`);
  if (ce.specversion !== '1.0') return bad(`header ce_specversion is ${JSON.stringify(ce.specversion ?? null)}, not "1.0"`);
  const type = ce.type ?? '';
  const definition: EventDefinition | undefined = Object.hasOwn(topic.events, type) ? topic.events[type] : undefined;
  if (definition === undefined) return bad(`unknown event type ${JSON.stringify(type.slice(0, 128))} on ${topic.name}`);
  const at = Date.parse(ce.time ?? '');
  if (Number.isNaN(at)) return bad(`header ce_time is not a time: ${JSON.stringify(ce.time)}`);
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(record.value));
  } catch (error) {
    return bad(`not JSON: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300));
  }
  const parsed = definition.schema.safeParse(json);
  if (!parsed.success) return bad(issues(type, parsed.error.issues));
  const key = String((parsed.data as Record<string, unknown>)[topic.key]);
  const sequence = topic.writer === 'outside' ? undefined : ce.sequence;
  return {
    is: 'event',
    event: {
      type,
      id: ce.id ?? '',
      at,
      data: parsed.data,
      key,
      tenantId: ce.tenantid ?? '',
      correlationId: ce.correlationid ?? key,
      traceparent: record.headers.traceparent,
      shard: topic.writer === 'outside' ? undefined : ce.shard,
      sequence: sequence === undefined ? undefined : Number(sequence),
    },
  };
};

export const issues = (what: string, found: readonly { path: PropertyKey[]; message: string }[]): string =>
  `${what}: ${found.map((i) => `${i.path.map(String).join('.') || '(body)'}: ${i.message}`).join('; ')}`.slice(0, 1_000);

/** An output with its place settled; shard and sequence come with the commit. */
export interface Encoded {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
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

/** The topic an output goes to: the writer's only one with that type, or the one it names. Throws on a wiring bug. */
export const topicOf = (service: ServiceName, type: string, named?: string): TopicDefinition => {
  const found = (byWriter.get(service)?.get(type) ?? []).filter((t) => named === undefined || t.name === named);
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) throw new Error(`${service} may not write ${type}${named ? ` to ${named}` : ''}: ${found.length} topics`);
  return only;
};

/** Throws where the data does not fit the published schema or is too large: the runtime rejects its cause. */
export const encode = (service: ServiceName, output: { type: string; data: unknown; topic?: string }, id: string, cause: Cause): Encoded => {
  const topic = topicOf(service, output.type, output.topic);
  const parsed = topic.events[output.type]?.schema.safeParse(output.data);
  if (parsed === undefined || !parsed.success) throw new Error(`made a bad ${issues(output.type, parsed?.error.issues ?? [])}`);
  const data = output.data as Record<string, unknown>;
  const key = String(data[topic.key]);
  const value = JSON.stringify(data);
  const size = Buffer.byteLength(value);
  if (size > MAX_OUTPUT_BYTES) throw new Error(`made an oversized ${output.type}: ${size} bytes, at most ${MAX_OUTPUT_BYTES}`);
  const attributes: Attributes = {
    specversion: '1.0',
    id,
    type: output.type,
    source: `/warmline/${service}`,
    time: new Date(cause.at).toISOString(),
    tenantid: typeof data.tenantId === 'string' ? data.tenantId : cause.tenantId,
    correlationid: cause.correlationId,
    causationid: cause.id,
  };
  if (cause.tick) Object.assign(attributes, { tickdue: String(cause.tick.due), tickafter: cause.tick.after });
  return { topic: topic.name, partition: partitionOf(key, PARTITIONS), key, value, headers: toHeaders(attributes, cause.traceparent) };
};
