import type { EncodedEvent } from '../codec.ts';

/**
 * Text of an outbox row: the records without their values as JSON on the first line, then a value a line, as it is: quoting JSON in JSON
 * costs more than the rest of a commit. A value with a line break of its own, or U+0000, which Postgres text cannot hold, quotes them all.
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
