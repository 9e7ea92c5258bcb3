import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadPolicy } from '@warmline/escalation-detection/detect';
import { conversationDetector } from '../detect/conversation-detector.ts';
import { conversation } from '../detect/conversation-row.ts';
import { DEFAULT_POLICY } from '../detect/detect.ts';
import { rowIntents } from '../detect/row-intents.ts';
import { evaluate } from './evaluate.ts';

const root = join(import.meta.dirname, '../../../..');
const SETS = 'services/escalation-detection/test/data';

const strongRowsOf = async (file: string, intents?: string | false) => {
  const lines: string[] = [];
  const options = { in: join(root, file), json: true, seed: 1, ...(intents === undefined ? {} : { intents }) };
  await evaluate(options, (line) => lines.push(line));
  return JSON.parse(lines.join('\n')).strong.all as {
    readonly f1: number;
    readonly recall: number;
    readonly falseAlarmRate: number;
  };
};

test.each(['held-out-c', 'held-out-e'])(
  'who needs a person is found in %s, which the model has seen',
  async (name) => {
    const { f1, falseAlarmRate } = await strongRowsOf(`${SETS}/${name}.jsonl`);
    expect(f1).toBeGreaterThanOrEqual(0.93);
    expect(falseAlarmRate).toBeLessThanOrEqual(0.015);
  },
  30_000,
);

test('sentences that words alone get wrong are found by the encoder more often than not', async () => {
  const byWords = await strongRowsOf('tools/warmline/test/data/not-by-words.jsonl', false);
  const { f1 } = await strongRowsOf('tools/warmline/test/data/not-by-words.jsonl');
  expect(byWords.recall).toBeLessThanOrEqual(0.1);
  expect(f1).toBeGreaterThanOrEqual(0.7);
}, 30_000);

interface Listed {
  readonly text: string;
}
interface Wording extends Listed {
  readonly language: string;
  readonly intent: string;
  readonly kind: 'wording' | 'look-alike';
}
interface TriggerRow extends Listed {
  readonly rule: string;
  readonly fires: boolean;
}

const rowsIn = <Row extends Listed>(file: string, isWanted: (row: Row) => boolean): Row[] =>
  readFileSync(join(root, SETS, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .filter(isWanted);

/** Each row as a conversation of one message, with its verdict. */
const judged = async <Row extends Listed>(rows: readonly Row[], intents?: false) => {
  const detectOne = conversationDetector(loadPolicy(DEFAULT_POLICY));
  const intentsOf = rowIntents(intents);
  return Promise.all(
    rows.map(async (row, id) => {
      const said = conversation.parse({ id, conversation: [{ role: 'customer', text: row.text }] });
      return { row, ...detectOne(said, await intentsOf(said)) };
    }),
  );
};

test.each(['triggers.jsonl', 'triggers-kept.jsonl'])(
  'messages in %s that only look like a request for a person are told apart',
  async (file) => {
    const rows = rowsIn<TriggerRow>(file, ({ rule, fires }) => rule === 'emotional.human-request' && !fires);
    expect(rows.length).toBeGreaterThanOrEqual(10);
    const wrong = (await judged(rows)).filter(({ rules }) => rules.includes('emotional.human-request'));
    expect(wrong.length / rows.length).toBeLessThanOrEqual(0.2);
  },
  30_000,
);

const OTHERS = ['de', 'es', 'fr', 'ar'];
const RULE_OF: ReadonlyMap<string, string> = new Map([
  ['human_request', 'emotional.human-request'],
  ['security', 'stakes.security'],
  ['cancellation', 'stakes.cancellation'],
  ['billing_dispute', 'stakes.billing-dispute'],
  ['profanity', 'emotional.profanity'],
]);

test.each([
  ['languages.jsonl', 0.95, 0.02],
  ['languages-kept.jsonl', 0.8, 0.1],
] as const)(
  'wordings of five intents in four other languages in %s are heard, and few of the look-alikes',
  async (file, least, most) => {
    const rows = rowsIn<Wording>(file, ({ language }) => language !== 'en');
    const heard = (await judged(rows)).filter(({ verdict }) => verdict !== 'none');
    const count = (kind: Wording['kind'], isCounted: (one: (typeof heard)[number]) => boolean) =>
      heard.filter((one) => one.row.kind === kind && isCounted(one)).length;
    const lines = [...RULE_OF].map(([intent, rule]) =>
      [
        intent.padEnd(16),
        ...OTHERS.map((language) => {
          const isHere = ({ row }: (typeof heard)[number]) => row.language === language && row.intent === intent;
          const own = count('wording', (one) => isHere(one) && one.rules.includes(rule));
          return `${language} ${count('wording', isHere)} (${own} by its own rule) / ${count('look-alike', isHere)}`;
        }),
      ].join('  '),
    );
    const all = OTHERS.map((language) => {
      const isHere = ({ row }: (typeof heard)[number]) => row.language === language;
      return `${language} ${count('wording', isHere)} / ${count('look-alike', isHere)}`;
    });
    console.info([`${file}: wordings heard / look-alikes that fire`, ...lines, all.join('  ')].join('\n'));
    expect(count('wording', () => true) / (rows.length / 2)).toBeGreaterThanOrEqual(least);
    expect(count('look-alike', () => true) / (rows.length / 2)).toBeLessThanOrEqual(most);
  },
  30_000,
);

test.each(['languages.jsonl', 'languages-kept.jsonl'])(
  'English wordings of five intents in %s are heard, and few of the look-alikes; no model was trained on them',
  async (file) => {
    const rows = rowsIn<Wording>(file, ({ language }) => language === 'en');
    expect(rows).toHaveLength(200);
    const heardBy = async (intents?: false) => {
      const heard = (await judged(rows, intents)).filter(({ verdict }) => verdict !== 'none');
      const count = (kind: Wording['kind']) => heard.filter(({ row }) => row.kind === kind).length;
      return { wordings: count('wording'), lookAlikes: count('look-alike') };
    };
    const heard = await heardBy();
    console.info(file, 'as shipped', heard, 'rules alone', await heardBy(false));
    expect(heard.wordings).toBeGreaterThanOrEqual(82);
    expect(heard.lookAlikes).toBeLessThanOrEqual(7);
  },
  30_000,
);
