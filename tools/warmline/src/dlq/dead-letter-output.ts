import { brief, printable, table } from '../table.ts';
import type { DeadLetter } from './dead-letters.ts';
import { bodyOf } from './replay-record.ts';

/** A dead letter without its body, for scripts; times are ISO 8601. */
export const deadLetterFields = ({ id, deadLetterTopic: origin, record, state }: DeadLetter) => {
  const { headers: h, timestamp, key } = record;
  const time = new Date(timestamp).toISOString();
  return {
    id,
    state,
    time,
    topic: origin.source,
    group: origin.group,
    reason: h.dlq_reason ?? null,
    handler: h.dlq_handler ?? null,
    attempts: Number(h.dlq_attempts ?? 0),
    source: h.dlq_source ?? null,
    firstSource: h.dlq_first_source ?? h.dlq_source ?? null,
    firstTime: h.dlq_first_time ?? time,
    type: h.ce_type ?? null,
    eventId: h.ce_id ?? null,
    key,
    tenant: h.ce_tenantid ?? null,
  };
};

const LIMIT = 100;

export const listText = (letters: readonly DeadLetter[], limit = LIMIT): string => {
  if (letters.length === 0) return 'no dead letters';
  const rows = letters.slice(0, limit).map((letter) => {
    const { id, time, state, attempts, reason, handler, type, key } = deadLetterFields(letter);
    return [id, time, state, String(attempts), brief(reason ?? '-', 60), handler ?? '-', type ?? '-', key ?? '-'];
  });
  const more = letters.length > limit ? `\nand ${letters.length - limit} later ones: raise --limit or filter` : '';
  return `${table([['ID', 'TIME', 'STATE', 'ATTEMPTS', 'REASON', 'HANDLER', 'TYPE', 'KEY'], ...rows])}${more}`;
};

/** Counts by group, topic and reason, the largest first; the stack of an exception is not part of its reason here. */
export const countRows = (letters: readonly DeadLetter[]) => {
  const found = new Map<
    string,
    { group: string; topic: string; reason: string; count: number; open: number; oldest: string }
  >();
  for (const letter of letters) {
    const { group, topic, time, state, ...more } = deadLetterFields(letter);
    const reason = (more.reason ?? '').split(' | ')[0] ?? '';
    const place = JSON.stringify([group, topic, reason]);
    const row = found.get(place) ?? { group, topic, reason, count: 0, open: 0, oldest: time };
    found.set(place, { ...row, count: row.count + 1, open: row.open + (state === 'open' ? 1 : 0) });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.oldest < b.oldest ? -1 : 1));
};

export const countText = (letters: readonly DeadLetter[]): string => {
  if (letters.length === 0) return 'no dead letters';
  const rows = countRows(letters).map(({ count, open, oldest, group, topic, reason }) => [
    String(count),
    String(open),
    oldest,
    group,
    topic,
    brief(reason === '' ? '-' : reason, 100),
  ]);
  return table([['COUNT', 'OPEN', 'OLDEST', 'GROUP', 'TOPIC', 'REASON'], ...rows]);
};

export const detailText = ({ id, state, record }: DeadLetter): string => {
  const { headers, value, key, timestamp } = record;
  const head = [
    ['id', id],
    ['state', state],
    ['time', new Date(timestamp).toISOString()],
    ['key', key ?? '-'],
    ...Object.entries(headers).sort(),
  ];
  const text = bodyOf(value, headers.dlq_encoding);
  const body = text ?? `${Buffer.from(value ?? []).toString()}\n(base64: the body is not UTF-8)`;
  return printable(`${head.map(([name, v]) => `${name}: ${v}`).join('\n')}\n\n${pretty(body)}`);
};

const pretty = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body === '' ? '(empty)' : body;
  }
};
