import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const classes: readonly string[] = ['negative', 'neutral', 'positive'];
export interface Row {
  /** `tweets`, `amazon`, `service` (written for the project) or `held-out` (written for it too, never trained on). */
  readonly source: string;
  /** Index in `classes`. */
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

export const trainingRows = (): Row[] => [
  ...readRatedRows('tools/train/data/sentiment-dev.tsv'),
  ...readLabelledRows('tools/train/data/service-messages.tsv', 'service'),
];
export const heldOutRows = (): Row[] =>
  readLabelledRows('services/sentiment/test/data/held-out-complaints.tsv', 'held-out');

/** The last customer message of conversations whose label says that no person was needed, by source. */
export const harmlessTexts = (): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const line of linesOf('tools/warmline/test/data/escalation-dev.jsonl')) {
    const { source, should_handoff, conversation } = JSON.parse(line) as Conversation;
    const text = conversation.findLast(({ role }) => role === 'customer')?.text;
    if (text !== undefined && !should_handoff) found.set(source, [...(found.get(source) ?? []), text]);
  }
  return found;
};
interface Conversation {
  readonly source: string;
  readonly should_handoff: boolean;
  readonly conversation: readonly { readonly role: string; readonly text: string }[];
}
