import type { Outgoing, Transport } from '@warmline/messaging';
import { withLog } from '../log.ts';
import { Undone, Wrong } from '../wrong.ts';
import { again, bodyOf, discarded } from './again.ts';
import { type Filter, filters } from './filter.ts';
import { findByIds, findLetters, type Letter } from './letters.ts';
import { counted, counts, facts, listing, whole } from './telling.ts';

type Print = (line: string) => void;

export interface ListOptions extends Filter {
  readonly open: boolean;
  readonly count: boolean;
  readonly json: boolean;
  readonly limit?: number;
}

export interface SettleOptions extends Filter {
  readonly limit?: number;
  readonly all: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export const list = (options: ListOptions, print: Print): Promise<void> =>
  withLog((transport) => listOn(transport, options, print));

export const listOn = async (transport: Transport, options: ListOptions, print: Print): Promise<void> => {
  const { open, count, json, limit } = options;
  const found = await findLetters(transport, options, false);
  const letters = open ? found.filter((l) => l.state === 'open') : found;
  if (!json) return print(count ? counted(letters) : listing(letters, limit));
  for (const row of count ? counts(letters) : letters.slice(0, limit).map(facts)) print(JSON.stringify(row));
};

export const show = (id: string, json: boolean, print: Print): Promise<void> =>
  withLog(async (transport) => {
    for (const letter of await findByIds(transport, [id])) {
      const { headers, value } = letter.record;
      const body = bodyOf(value, headers.dlq_encoding) ?? null;
      print(json ? JSON.stringify({ ...facts(letter), headers, body }) : whole(letter));
    }
  });

export const replay = (
  ids: readonly string[],
  options: SettleOptions & { again: boolean },
  print: Print,
): Promise<void> => withLog((transport) => replayOn(transport, ids, options, print));

/** Everything that can be given back is given back; what cannot is named, and makes the command fail. */
export const replayOn = (
  transport: Transport,
  ids: readonly string[],
  options: SettleOptions & { readonly again: boolean },
  print: Print,
): Promise<void> =>
  settle(transport, ids, options, print, 'replayed', again, ({ state }) =>
    options.again ? state !== 'discarded' : state === 'open',
  );

export const discard = (
  ids: readonly string[],
  options: SettleOptions & { why: string },
  print: Print,
): Promise<void> => withLog((transport) => discardOn(transport, ids, options, print));

export const discardOn = (
  transport: Transport,
  ids: readonly string[],
  options: SettleOptions & { readonly why: string },
  print: Print,
): Promise<void> => {
  const why = options.why.trim();
  if (why === '' || why.length > 500) throw new Wrong('--why needs a reason of 1 to 500 characters');
  const made = (letter: Letter) =>
    letter.state === 'replayed'
      ? ({ is: 'not', why: 'it was replayed, and its group goes by that' } as const)
      : ({ is: 'record', record: discarded(letter, why) } as const);
  return settle(transport, ids, options, print, 'discarded', made, ({ state }) => state === 'open');
};

const settle = async (
  transport: Transport,
  ids: readonly string[],
  options: SettleOptions,
  print: Print,
  done: string,
  make: (letter: Letter) => ReturnType<typeof again>,
  among: (letter: Letter) => boolean,
): Promise<void> => {
  const { limit, all, dryRun, json } = options;
  if (ids.length > 0 && (filters(options) || all)) throw new Wrong('name ids or filters, not both');
  if (ids.length === 0 && !filters(options) && !all) throw new Wrong('name ids, or filters, or say --all');
  const found =
    ids.length > 0 ? await findByIds(transport, ids) : (await findLetters(transport, options)).filter(among);
  const made = found.slice(0, limit).map((letter) => ({ id: letter.id, made: make(letter) }));
  const records = made.flatMap((m) => (m.made.is === 'record' ? [m.made.record] : []));
  const not = made.flatMap((m) => (m.made.is === 'not' ? [{ id: m.id, why: m.made.why }] : []));
  if (records.length > 0 && !dryRun) await transport.append(records);
  const sent = perTopic(records);
  if (json)
    print(JSON.stringify({ [done]: records.length, of: found.length, dryRun, to: Object.fromEntries(sent), not }));
  else {
    for (const [topic, count] of sent) print(`${count} to ${topic}`);
    print(`${records.length} of ${found.length} dead letters ${dryRun ? `would be ${done}` : done}`);
  }
  if (not.length > 0)
    throw new Undone(`${not.length} cannot be ${done}:\n${not.map((n) => `  ${n.id}: ${n.why}`).join('\n')}`);
};

const perTopic = (records: readonly Outgoing[]): ReadonlyMap<string, number> => {
  const sent = new Map<string, number>();
  for (const { topic } of records) sent.set(topic, (sent.get(topic) ?? 0) + 1);
  return sent;
};
