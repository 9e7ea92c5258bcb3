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

interface LabelledConversation {
  readonly id: string;
  readonly source?: string;
  readonly conversation: readonly { readonly role: string; readonly text: string }[];
  readonly should_handoff: boolean;
  readonly reason?: string | null;
  readonly strength: 'strong' | 'weak';
}

/** All labelled conversations that end with a message of the customer in which there is something to read. */
export const intentRows = (): IntentRow[] =>
  SETS.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => {
        const row = JSON.parse(line) as LabelledConversation;
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
