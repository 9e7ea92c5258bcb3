import { ownValue } from '@warmline/contracts';
import type { EncodedEvent } from '../codec.ts';
import { compress, decompress } from './short-text-compression.ts';

/** A longer row comes from a backlog, where the time of the process counts. */
const MAX_COMPRESSED_CHARS = 8_192;

/** Headers that are stored by their place. */
const PLACES = [
  'content-type',
  'ce_specversion',
  'ce_id',
  'ce_type',
  'ce_source',
  'ce_time',
  'ce_tenantid',
  'ce_correlationid',
  'ce_causationid',
  'traceparent',
] as const;
const USUAL: ReadonlyMap<string, string> = new Map([
  ['content-type', 'application/json'],
  ['ce_specversion', '1.0'],
]);
/** Instead of a header's value: it is missing, has its usual value, or that of the key. */
const MISSING = 0;
const AS_USUAL = 1;
const AS_KEY = 2;

/** A record without its value: topic, partition, key, headers by place, and the others if there are any. */
type Head = readonly [string, number, string, readonly (string | number)[], Readonly<Record<string, string>>?];

const headOf = ({ topic, partition, key, headers }: EncodedEvent): Head => {
  let found = 0;
  const placed = PLACES.map((name) => {
    if (!Object.hasOwn(headers, name)) return MISSING;
    found++;
    const value = headers[name] ?? '';
    return value === USUAL.get(name) ? AS_USUAL : value === key ? AS_KEY : value;
  });
  const names = Object.keys(headers);
  if (names.length === found) return [topic, partition, key, placed];
  const others = names.filter((name) => !(PLACES as readonly string[]).includes(name));
  return [
    topic,
    partition,
    key,
    placed,
    Object.fromEntries(others.map((name) => [name, ownValue(headers, name) ?? ''])),
  ];
};

const recordOf = ([topic, partition, key, placed, others]: Head, value: string): EncodedEvent => {
  const headers: Record<string, string> = {};
  PLACES.forEach((name, n) => {
    const stored = placed[n] ?? MISSING;
    if (stored !== MISSING)
      headers[name] = stored === AS_USUAL ? (USUAL.get(name) ?? '') : stored === AS_KEY ? key : String(stored);
  });
  return { topic, partition, key, value, headers: { ...headers, ...others } };
};

/**
 * Text of an outbox row: the first line has the records without their values as JSON, each further line one value, unquoted. Quoting JSON in JSON
 * costs more than the rest of a commit. If a value holds a line break, or U+0000, which Postgres text cannot store, all values are quoted.
 */
const plainText = (records: readonly EncodedEvent[]): string => {
  const values: string[] = [];
  for (const { value } of records) {
    if (value.includes('\n') || value.includes('\0')) return JSON.stringify(records);
    values.push(value);
  }
  return [JSON.stringify(records.map(headOf)), ...values].join('\n');
};

/** A row of a few events is stored compressed, since every byte of it is written three times: to the log, the table and the standby. */
export const encodeOutboxRecords = (records: readonly EncodedEvent[]): string => {
  const text = plainText(records);
  return text.length <= MAX_COMPRESSED_CHARS ? compress(text) : text;
};

/** Rows of an earlier version are not compressed and have objects in their first line. */
export const decodeOutboxRecords = (stored: string): EncodedEvent[] => {
  const [first = '', ...values] = decompress(stored).split('\n');
  const heads: (Head | EncodedEvent)[] = JSON.parse(first);
  return heads.map((head, i) => {
    if (isHead(head)) return recordOf(head, values[i] ?? '');
    return values.length === 0 ? head : { ...head, value: values[i] ?? '' };
  });
};
const isHead = (head: Head | EncodedEvent): head is Head => Array.isArray(head);
