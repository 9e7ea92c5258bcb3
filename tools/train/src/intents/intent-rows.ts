import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intentInputOf } from '@warmline/sentiment/intents';

/** A message as the encoder reads it, with what a person should hear in it. */
export interface IntentRow {
  readonly id: string;
  /** Rows of one source share their authors. */
  readonly source: string;
  readonly before: string;
  readonly text: string;
  readonly label: string;
  /** `weak` rows are judgement calls. */
  readonly strength: 'strong' | 'weak';
}

const root = join(import.meta.dirname, '../../../..');
const SETS = [
  'tools/warmline/test/data/escalation-dev.jsonl',
  'tools/warmline/test/data/intents-dev2.jsonl',
  ...[
    'authored',
    'held-out-a',
    'held-out-b',
    'held-out-c',
    'held-out-d',
    'held-out-e',
    'held-out-f',
    'held-out-third',
  ].map((name) => `services/escalation-detection/test/data/${name}.jsonl`),
];

/** What the encoder is trained on: ISO 639-1. English has recorded conversations too; each has a file `tools/train/data/messages-*.jsonl`. */
export const LANGUAGES = ['en', 'de', 'es', 'fr', 'ar'] as const;
const WORDINGS = 'services/escalation-detection/test/data/languages.jsonl';

interface LabelledConversation {
  readonly id: string;
  readonly source?: string;
  readonly conversation: readonly { readonly role: string; readonly text: string }[];
  readonly should_handoff: boolean;
  readonly reason?: string | null;
  readonly strength: 'strong' | 'weak';
}

interface LabelledMessage {
  readonly id: string;
  readonly source: string;
  readonly before: string;
  readonly text: string;
  readonly label: string;
}

interface ListedWording {
  readonly language: string;
  readonly intent: string;
  readonly kind: 'wording' | 'look-alike';
  readonly text: string;
}

const linesOf = <Row>(path: string): Row[] =>
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** Labelled conversations that end with a message of the customer in which there is something to read. */
const ofConversations = (): IntentRow[] =>
  SETS.flatMap((path) =>
    linesOf<LabelledConversation>(path).flatMap((row) => {
      const last = row.conversation.at(-1);
      if (last?.role !== 'customer') return [];
      const before = row.conversation.at(-2);
      const input = intentInputOf(last.text, before?.role === 'bot' ? before.text : '');
      if (input === null) return [];
      const source = (row.source ?? path.replace(/^.*\/|\.jsonl$/g, '')).replace(
        /^(multidogo|held-out-[a-z])[/-].*/,
        '$1',
      );
      const label = row.should_handoff ? (row.reason ?? 'none') : 'none';
      return [{ id: row.id, source, ...input, label, strength: row.strength }];
    }),
  );

/** Messages that were written for training. */
const ofMessages = (): IntentRow[] =>
  LANGUAGES.flatMap((language) =>
    linesOf<LabelledMessage>(`tools/train/data/messages-${language}.jsonl`).flatMap((row) => {
      const input = intentInputOf(row.text, row.before);
      return input === null ? [] : [{ ...row, ...input, strength: 'strong' as const }];
    }),
  );

/** The half of the wordings that rules were read against. Those in English stay unseen. */
const ofWordings = (): IntentRow[] =>
  linesOf<ListedWording>(WORDINGS).flatMap(({ language, intent, kind, text }, at) => {
    const input = language === 'en' ? null : intentInputOf(text, '');
    const label = kind === 'wording' ? intent : 'none';
    return input === null
      ? []
      : [{ id: `wording-${at + 1}`, source: `wordings-${language}`, ...input, label, strength: 'strong' as const }];
  });

/** All messages that the encoder and its gate are trained on. */
export const intentRows = (): IntentRow[] => [...ofConversations(), ...ofMessages(), ...ofWordings()];
