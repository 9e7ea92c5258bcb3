import type { EncodedEvent } from '../codec.ts';

/**
 * Text of an outbox row: the first line has the records without their values as JSON, each further line one value, unquoted. Quoting JSON in JSON
 * costs more than the rest of a commit. If a value holds a line break, or U+0000, which Postgres text cannot store, all values are quoted.
 */
export const encodeOutboxRecords = (records: readonly EncodedEvent[]): string => {
  const values: string[] = [];
  for (const { value } of records) {
    if (value.includes('\n') || value.includes('\0')) return JSON.stringify(records);
    values.push(value);
  }
  return [
    JSON.stringify(records.map(({ topic, partition, key, headers }) => ({ topic, partition, key, headers }))),
    ...values,
  ].join('\n');
};
export const decodeOutboxRecords = (text: string): EncodedEvent[] => {
  const [first = '', ...values] = text.split('\n');
  const records: EncodedEvent[] = JSON.parse(first);
  return values.length === 0 ? records : records.map((record, i) => ({ ...record, value: values[i] ?? '' }));
};
