import { readFileSync, writeFileSync } from 'node:fs';
import { loadPolicy } from '@warmline/escalation-detection/detect';
import { conversation } from '../detect/conversation-row.ts';
import { DEFAULT_POLICY } from '../detect/detect.ts';
import { rowIntents } from '../detect/row-intents.ts';

import { UsageError } from '../errors.ts';
import { eachValidLine } from '../json-lines.ts';
import { handoffFinder, type RecordedHandoff } from './handoff-of.ts';
import { payloadText } from './payload-text.ts';

export interface Options {
  readonly in: string;
  readonly policy?: string;
  readonly ids?: string;
  readonly part: 'dev' | 'kept' | 'all';
  readonly payloads?: string;
}

const MIN_TURNS = 3;

/** What *Now* does with the message that the strongest rule fired on. */
export const quotesEvidence = ({ handoff: { context }, evidence }: RecordedHandoff): boolean =>
  evidence !== null && context.now.messageIds[0] === evidence.messageId;

const share = (handoffs: readonly RecordedHandoff[]): string =>
  `${handoffs.filter(quotesEvidence).length} of ${handoffs.length}`;

const idsIn = (file: string, part: Options['part']): readonly string[] => {
  const { dev, kept } = JSON.parse(readFileSync(file, 'utf8')) as Record<'dev' | 'kept', string[]>;
  return part === 'all' ? [...dev, ...kept] : { dev, kept }[part];
};

/**
 * Prints how many hand-offs of recorded conversations quote the evidence's message in *Now*, and writes the payloads of chosen ones with
 * their transcripts as text. False if a line was invalid.
 */
export const handoffs = async (options: Options, print: (line: string) => void): Promise<boolean> => {
  const find = handoffFinder(loadPolicy(options.policy ?? DEFAULT_POLICY));
  const intentsOf = rowIntents(undefined);
  const found = new Map<string, RecordedHandoff>();
  const allGood = await eachValidLine(options.in, conversation, async (row) => {
    const handoff = find(row, await intentsOf(row));
    if (handoff !== null) found.set(String(row.id), handoff);
  });
  const onMessages = [...found.values()].filter(({ evidence }) => evidence !== null);
  const long = onMessages.filter(({ customerTurns }) => customerTurns >= MIN_TURNS);
  print(`hand-offs: ${found.size}, ${onMessages.length} of them by a message of the customer`);
  print(
    `Now is the evidence's message: ${share(onMessages)}; with ${MIN_TURNS} customer turns or more: ${share(long)}`,
  );
  if (options.payloads === undefined) return allGood;
  if (options.ids === undefined) throw new UsageError('--payloads needs --ids, a file {dev: [id], kept: [id]}');
  const texts = idsIn(options.ids, options.part).flatMap((id, n) => {
    const one = found.get(id);
    return one === undefined ? [] : [payloadText(one, n + 1)];
  });
  writeFileSync(options.payloads, texts.join('\n'));
  print(`wrote ${texts.length} payloads`);
  return allGood;
};
