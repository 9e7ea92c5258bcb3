import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { reasonsOfRules } from '@warmline/contracts';
import { policy } from '../test/conversation.fixtures.ts';
import { messageAnalyser } from './domain/message-analysis.ts';

interface Row {
  readonly conversation: readonly { readonly role: string; readonly text: string }[];
  readonly reason: string;
}

const rows = readFileSync(new URL('../test/data/authored.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Row => JSON.parse(line))
  .filter(({ conversation }) => conversation.length === 1);
const analyse = messageAnalyser(policy);
const reasons = (row: Row): string[] =>
  reasonsOfRules(analyse(row.conversation[0]?.text ?? '').matches.map(([rule]) => rule));
const WORDS_ALONE = [
  'security',
  'billing_dispute',
  'cancellation',
  'human_request',
  'legal',
  'profanity',
  'policy_exception',
];

test.each(WORDS_ALONE)('at least nine in ten of the sentences authored for %s match it', (reason) => {
  const wanted = rows.filter((row) => row.reason === reason);
  expect(wanted.length).toBeGreaterThanOrEqual(40);
  const found = wanted.filter((row) => reasons(row).includes(reason));
  expect(found.length / wanted.length).toBeGreaterThanOrEqual(0.9);
});

test('at most one in a hundred harmless sentences matches anything', () => {
  const harmless = rows.filter((row) => row.reason === 'none');
  expect(harmless.length).toBeGreaterThanOrEqual(500);
  const falsePositives = harmless.filter((row) => reasons(row).length > 0);
  expect(falsePositives.length / harmless.length).toBeLessThanOrEqual(0.01);
});

test.each([
  ['64 KB of one letter', 'x'.repeat(65_536)],
  ['nothing', ''],
  ['control characters', '\u0000\u0001\u0007'],
  ['a lone surrogate', 'cancel \ud800 my'],
  ['mixed scripts', 'отмена キャンセル إلغاء cancel'.repeat(500)],
  ['brackets and pluses', '((a+)+)+'.repeat(4_000)],
  ['one negation after another', 'not '.repeat(16_000)],
  ['one wish after another', 'want to '.repeat(8_000)],
  ['a field of dots', '. '.repeat(30_000)],
  ['digits', '1'.repeat(65_536)],
  ['numbers and spaces', '1 234 '.repeat(10_000)],
  ['amounts in words', 'one hundred and '.repeat(4_000)],
  ['addresses', 'a@'.repeat(30_000)],
  ['swear words that are harmless', 'bitch breed '.repeat(5_000)],
  ['mild words in praise', 'great damn '.repeat(6_000)],
  ['covered words', 'a*** b*** '.repeat(6_000)],
  ['letters as signs', '$1 @1 h3ll0 '.repeat(5_000)],
  ['words in capitals', 'SAYS KALLAX and '.repeat(4_000)],
  ['marks', 'Wham!! on '.repeat(6_000)],
  ['assistant requests', 'add to my to my '.repeat(4_000)],
])('a message of %s is analysed within 100 ms of processor time', (_, text) => {
  analyse('warm');
  const started = process.threadCpuUsage();
  expect(analyse(text).parsed.raw.length).toBeLessThanOrEqual(text.length);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(100);
});
