import type { Transport } from '@warmline/messaging';
import { Wrong, withLog } from '../log.ts';
import { brief, table } from '../table.ts';
import { again, bodyOf } from './again.ts';
import { type Filter, findByIds, findLetters, type Letter } from './letters.ts';

type Print = (line: string) => void;

export const list = ({ limit, ...filter }: Filter & { limit: number }, print: Print): Promise<void> =>
  withLog(async (transport) => print(listing(await findLetters(transport, filter), limit)));

export const show = (id: string, print: Print): Promise<void> =>
  withLog(async (transport) => {
    for (const letter of await findByIds(transport, [id])) print(whole(letter));
  });

export const replay = (
  ids: readonly string[],
  filter: Filter & { limit?: number; all: boolean },
  print: Print,
): Promise<void> => withLog((transport) => replayOn(transport, ids, filter, print));

/** Everything that can be given back is given back; what cannot is named, and makes the command fail. */
export const replayOn = async (
  transport: Transport,
  ids: readonly string[],
  { limit, all, ...filter }: Filter & { limit?: number; all: boolean },
  print: Print,
): Promise<void> => {
  const chosen = Object.values(filter).some((value) => value !== undefined);
  if (ids.length > 0 && (chosen || all)) throw new Wrong('name ids or filters, not both');
  if (ids.length === 0 && !chosen && !all) throw new Wrong('name ids, or filters, or say --all');
  const found = ids.length > 0 ? await findByIds(transport, ids) : await findLetters(transport, filter);
  const letters = found.slice(0, limit).map((letter) => ({ id: letter.id, made: again(letter) }));
  const records = letters.flatMap(({ made }) => (made.is === 'record' ? [made.record] : []));
  if (records.length > 0) await transport.append(records);
  for (const topic of new Set(records.map((r) => r.topic)))
    print(`${records.filter((r) => r.topic === topic).length} to ${topic}`);
  print(`${records.length} of ${found.length} dead letters replayed`);
  const not = letters.flatMap(({ id, made }) => (made.is === 'not' ? [`  ${id}: ${made.why}`] : []));
  if (not.length > 0) throw new Wrong(`${not.length} cannot be replayed:\n${not.join('\n')}`);
};

export const listing = (letters: readonly Letter[], limit: number): string => {
  if (letters.length === 0) return 'no dead letters';
  const rows = letters.slice(0, limit).map(({ id, record }) => {
    const { dlq_reason, dlq_handler, dlq_attempts, ce_type } = record.headers;
    const time = new Date(record.timestamp).toISOString();
    return [
      id,
      time,
      brief(dlq_reason ?? '-', 60),
      dlq_handler ?? '-',
      dlq_attempts ?? '-',
      ce_type ?? '-',
      record.key ?? '-',
    ];
  });
  const more = letters.length > limit ? `\nand ${letters.length - limit} later ones: raise --limit or filter` : '';
  return `${table([['ID', 'TIME', 'REASON', 'HANDLER', 'ATTEMPTS', 'TYPE', 'KEY'], ...rows])}${more}`;
};

export const whole = ({ id, record }: Letter): string => {
  const { headers, value, key, timestamp } = record;
  const head = [
    ['id', id],
    ['time', new Date(timestamp).toISOString()],
    ['key', key ?? '-'],
    ...Object.entries(headers).sort(),
  ];
  const text = bodyOf(value, headers.dlq_encoding);
  const body = text ?? `${Buffer.from(value ?? []).toString()}\n(base64: the body is not UTF-8)`;
  return `${head.map(([name, v]) => `${name}: ${v}`).join('\n')}\n\n${pretty(body)}`;
};

const pretty = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body === '' ? '(empty)' : body;
  }
};
