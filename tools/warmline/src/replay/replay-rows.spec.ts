import { expect, test } from '@jest/globals';
import { parseRows } from './replay-rows.ts';

const line = (row: object): string => JSON.stringify(row);
const hello = { id: 'a', conversation: [{ role: 'customer', text: 'Hello' }] };

test('given good lines, then each is a row with the number of its line, blank ones left out', () => {
  const rows = parseRows('f', `\uFEFF${line(hello)}\n\n${line({ ...hello, id: 7, should_handoff: true })}\r\n`);
  expect(rows.map(({ id, line }) => [id, line])).toEqual([
    ['a', 1],
    [7, 3],
  ]);
});

test('given a bot that says more of its turn, then that is kept and what the API does not know is not', () => {
  const bot = { role: 'bot', text: '', at: 5, bot: { confidence: 0.2, mood: 'fine' } };
  const [row] = parseRows('f', line({ ...hello, conversation: [...hello.conversation, bot] }));
  expect(row?.conversation[1]).toEqual({ role: 'bot', text: '', bot: { confidence: 0.2 } });
});

test('given bad lines, then all of them are named at once, by number and reason', () => {
  const bad = [
    '{',
    line({ id: 'a' }),
    line(hello),
    line({ id: 'b', conversation: [] }),
    line({ id: 'c', conversation: [{ role: 'agent', text: 'x' }] }),
    line({ id: 'd', conversation: [{ role: 'customer', text: ' ' }] }),
    line({ id: 'e', conversation: [{ role: 'customer', text: 'x', bot: {} }] }),
    line({ id: 'f', conversation: [{ role: 'customer', text: 'x'.repeat(8_001) }] }),
  ];
  const fault = (): unknown => parseRows('in.jsonl', bad.join('\n'));
  expect(fault).toThrow(/^in\.jsonl: nothing was posted, these lines are wrong:\n {2}line 1: not JSON: /);
  for (const why of [
    /line 2: conversation: /,
    /line 4: conversation: no message of a customer/,
    /line 5: conversation\.0\.role: /,
    /line 6: conversation\.0\.text: may not be empty/,
    /line 7: conversation\.0\.bot: only a bot turn may carry it/,
    /line 8: conversation\.0\.text: Too big/,
  ])
    expect(fault).toThrow(why);
  expect(fault).not.toThrow(/line 3/);
});

test('given more bad lines than anyone reads, then the first twenty are named and the rest counted', () => {
  expect(() => parseRows('f', '{\n'.repeat(50))).toThrow(/line 20: [^\n]*\n {2}and 30 more$/);
});

test('given nothing to post, then that is a fault', () => {
  expect(() => parseRows('f', '\n\n')).toThrow('f: no conversations in it');
});
