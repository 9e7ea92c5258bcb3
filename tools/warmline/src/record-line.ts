import type { ConsumerRecord } from '@warmline/messaging';
import { brief, printable } from './table.ts';

/** A record on one line: time, topic/partition/offset, type, key, and a summary of its data. */
export const recordLine = (record: ConsumerRecord): string => {
  const { topic, partition, offset, key, headers, timestamp } = record;
  const time = headers.ce_time ?? new Date(timestamp).toISOString();
  const reason = headers.dlq_reason === undefined ? '' : ` [${brief(headers.dlq_reason, 80)}]`;
  const type = headers.ce_type ?? '(no type)';
  return printable(`${time} ${topic}/${partition}/${offset} ${type} ${key ?? '-'}${reason} ${dataSummary(record)}`);
};

const OMITTED_FIELDS = new Set(['tenantId', 'conversationId', 'poolId']);

/** The plain fields of the data without the key and the tenant; lists as their lengths. */
export const dataSummary = ({ value, key }: Pick<ConsumerRecord, 'value' | 'key'>): string => {
  if (value === null || value.byteLength === 0) return '(empty)';
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    return `(${value.byteLength} bytes, not JSON)`;
  }
  if (typeof data !== 'object' || data === null) return brief(JSON.stringify(data), 160);
  const fields = Object.entries(data).filter(([name, v]) => v !== key && !OMITTED_FIELDS.has(name));
  return brief(fields.map(([name, v]) => `${name}=${short(v)}`).join(' '), 200);
};

const short = (value: unknown): string => {
  if (typeof value === 'string')
    return /[\s"=]/.test(value) || value === '' ? JSON.stringify(brief(value, 80)) : brief(value, 80);
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) return `{${Object.keys(value).join(',')}}`;
  return value.length <= 4 && value.every((v) => typeof v !== 'object') ? `[${value.join(',')}]` : `[${value.length}]`;
};
