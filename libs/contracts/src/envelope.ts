import { z } from 'zod';

/** Milliseconds since the epoch, UTC. Every instant in event data and state is one of these. */
export type Instant = number;

export const instant = z.int().min(0).describe('Milliseconds since the epoch, UTC');
/** Identifiers become keys and are shown: no control characters, no half characters, none that turn the direction of the text. */
export const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]+$/u, 'may not hold control characters');

/** The largest body accepted over HTTP or Kafka, in bytes of UTF-8 JSON. */
export const MAX_EVENT_BYTES = 64 * 1024;
/** The longest text of one message, in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 8_000;

/**
 * CloudEvents 1.0 attributes as Kafka headers (binary mode); the record's value is the data as JSON.
 * `shard` and `sequence` are extensions: a reader drops a record whose sequence is not above the last one of its (partition, shard).
 * `tickdue` and `tickafter` are extensions on events that a Tick caused: the time it was due, and the input offsets it had seen (JSON, by topic).
 * Source: CloudEvents 1.0.2, Kafka protocol binding 1.0.2 §3.2.
 */
export const cloudEventAttributes = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(256),
  type: z.string().min(1).max(128),
  source: z.string().min(1).max(256),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json').optional(),
  dataschema: z.string().max(256).optional(),
  subject: z.string().max(256).optional(),
  tenantid: id,
  correlationid: z.string().max(256).optional(),
  causationid: z.string().max(256).optional(),
  shard: z.string().max(256).optional(),
  sequence: z.string().regex(/^\d+$/).optional(),
  tickdue: z.string().regex(/^\d+$/).optional(),
  tickafter: z.string().max(2_000).optional(),
});
export type CloudEventAttributes = z.infer<typeof cloudEventAttributes>;

const HEADER_PREFIX = 'ce_';

export const toKafkaHeaders = (attrs: CloudEventAttributes, traceparent?: string): Record<string, string> => {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== undefined && name !== 'datacontenttype') headers[HEADER_PREFIX + name] = value;
  }
  if (traceparent !== undefined) headers.traceparent = traceparent;
  return headers;
};

/** The `ce_*` headers without their prefix, not validated. */
export const fromKafkaHeaders = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const out: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && name.startsWith(HEADER_PREFIX)) out[name.slice(HEADER_PREFIX.length)] = value;
  }
  return out;
};
