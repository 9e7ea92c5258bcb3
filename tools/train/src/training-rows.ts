import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOT_NEGATIVE } from './softmax.ts';

export const classes: readonly string[] = ['negative', 'neutral', 'positive'];
export interface Row {
  /** `tweets`, `amazon`, `service` (written for the project), `requests` (of bot builders) or `held-out` (written for it, never trained on). */
  readonly source: string;
  /** Index in `classes`, or `NOT_NEGATIVE`. */
  readonly label: number;
  readonly text: string;
}

const root = join(import.meta.dirname, '../../..');
const linesOf = (path: string): string[] =>
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const classOf = (label: string | undefined, path: string): number => {
  const is = label === undefined ? -1 : classes.indexOf(label);
  if (is < 0) throw new Error(`${path}: '${label}' is no label`);
  return is;
};

/** Columns id, source, licence, label, score, text; the first line is a header. */
const readRatedRows = (path: string): Row[] =>
  linesOf(path)
    .slice(1)
    .map((line) => {
      const [, source = '', , label, , text = ''] = line.split('\t');
      return { source: source.replace('vader_', ''), label: classOf(label, path), text };
    });

/** Columns label, text; lines that begin with # are comments. */
const readLabelledRows = (path: string, source: string): Row[] =>
  linesOf(path).map((line) => {
    const [label, text = ''] = line.split('\t');
    return { source, label: classOf(label, path), text };
  });

/** What the builders of bots wrote for intents that need no person: known not to be negative, nothing more. Each text once. */
const requestRows = (): Row[] => {
  const texts = new Map<string, string>();
  for (const { strength, should_handoff, conversation } of conversationsOf('intents-dev2.jsonl')) {
    const [only, second] = conversation;
    if (strength === 'strong' && !should_handoff && only !== undefined && second === undefined)
      texts.set(only.text.toLowerCase(), only.text);
  }
  return [...texts.values()].map((text) => ({ source: 'requests', label: NOT_NEGATIVE, text }));
};

export const trainingRows = (): Row[] => [
  ...readRatedRows('tools/train/data/sentiment-dev.tsv'),
  ...readLabelledRows('tools/train/data/service-messages.tsv', 'service'),
  ...requestRows(),
];
export const heldOutRows = (): Row[] =>
  readLabelledRows('services/sentiment/test/data/held-out-complaints.tsv', 'held-out');

/** The last customer message of conversations whose label says that no person was needed, by source. */
export const harmlessTexts = (): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { source, should_handoff, conversation } of conversationsOf('escalation-dev.jsonl')) {
    const text = conversation.findLast(({ role }) => role === 'customer')?.text;
    if (text !== undefined && !should_handoff) found.set(source, [...(found.get(source) ?? []), text]);
  }
  return found;
};
interface Conversation {
  readonly source: string;
  readonly strength: 'strong' | 'weak';
  readonly should_handoff: boolean;
  readonly conversation: readonly { readonly role: string; readonly text: string }[];
}
const conversationsOf = (file: string): Conversation[] =>
  linesOf(`tools/warmline/test/data/${file}`).map((line) => JSON.parse(line) as Conversation);
