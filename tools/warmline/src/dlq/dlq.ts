import type { ProducerRecord, Transport } from '@warmline/messaging';
import { OperationFailed, UsageError } from '../errors.ts';
import { withLog } from '../log.ts';
import { countRows, countText, deadLetterFields, detailText, listText } from './dead-letter-output.ts';
import { type DeadLetter, findByIds, findDeadLetters } from './dead-letters.ts';
import { type Filter, hasFilters } from './filter.ts';
import { bodyOf, discardRecord, replayRecord } from './replay-record.ts';

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
  const found = await findDeadLetters(transport, options, false);
  const letters = open ? found.filter((l) => l.state === 'open') : found;
  if (!json) return print(count ? countText(letters) : listText(letters, limit));
  for (const row of count ? countRows(letters) : letters.slice(0, limit).map(deadLetterFields))
    print(JSON.stringify(row));
};

export const show = (id: string, json: boolean, print: Print): Promise<void> =>
  withLog(async (transport) => {
    for (const letter of await findByIds(transport, [id])) {
      const { headers, value } = letter.record;
      const body = bodyOf(value, headers.dlq_encoding) ?? null;
      print(json ? JSON.stringify({ ...deadLetterFields(letter), headers, body }) : detailText(letter));
    }
  });

export const replay = (
  ids: readonly string[],
  options: SettleOptions & { again: boolean },
  print: Print,
): Promise<void> => withLog((transport) => replayOn(transport, ids, options, print));

/** Replays everything that can be replayed; the rest is reported and makes the command fail. */
export const replayOn = (
  transport: Transport,
  ids: readonly string[],
  options: SettleOptions & { readonly again: boolean },
  print: Print,
): Promise<void> =>
  settle(transport, ids, options, print, 'replayed', replayRecord, ({ state }) =>
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
  if (why === '' || why.length > 500) throw new UsageError('--why needs a reason of 1 to 500 characters');
  const made = (letter: DeadLetter) =>
    letter.state === 'replayed'
      ? ({ is: 'not-replayable', why: 'it was replayed before' } as const)
      : ({ is: 'record', record: discardRecord(letter, why) } as const);
  return settle(transport, ids, options, print, 'discarded', made, ({ state }) => state === 'open');
};

const settle = async (
  transport: Transport,
  ids: readonly string[],
  options: SettleOptions,
  print: Print,
  done: string,
  make: (letter: DeadLetter) => ReturnType<typeof replayRecord>,
  isEligible: (letter: DeadLetter) => boolean,
): Promise<void> => {
  const { limit, all, dryRun, json } = options;
  if (ids.length > 0 && (hasFilters(options) || all)) throw new UsageError('give ids or filters, not both');
  if (ids.length === 0 && !hasFilters(options) && !all) throw new UsageError('give ids, filters or --all');
  const found =
    ids.length > 0 ? await findByIds(transport, ids) : (await findDeadLetters(transport, options)).filter(isEligible);
  const results = found.slice(0, limit).map((letter) => ({ id: letter.id, results: make(letter) }));
  const records = results.flatMap((m) => (m.results.is === 'record' ? [m.results.record] : []));
  const failed = results.flatMap((m) => (m.results.is === 'not-replayable' ? [{ id: m.id, why: m.results.why }] : []));
  if (records.length > 0 && !dryRun) await transport.append(records);
  const sent = perTopic(records);
  if (json)
    print(JSON.stringify({ [done]: records.length, of: found.length, dryRun, to: Object.fromEntries(sent), failed }));
  else {
    for (const [topic, count] of sent) print(`${count} to ${topic}`);
    print(`${records.length} of ${found.length} dead letters ${dryRun ? `would be ${done}` : done}`);
  }
  if (failed.length > 0)
    throw new OperationFailed(
      `${failed.length} cannot be ${done}:\n${failed.map((n) => `  ${n.id}: ${n.why}`).join('\n')}`,
    );
};

const perTopic = (records: readonly ProducerRecord[]): ReadonlyMap<string, number> => {
  const sent = new Map<string, number>();
  for (const { topic } of records) sent.set(topic, (sent.get(topic) ?? 0) + 1);
  return sent;
};
