import { expect, test } from '@jest/globals';
import { policy } from '../test/conversation.fixtures.ts';
import { messageAnalyser } from './domain/message-analysis.ts';

const analyse = messageAnalyser(policy);

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
