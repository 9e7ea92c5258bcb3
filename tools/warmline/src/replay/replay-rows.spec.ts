import { expect, test } from '@jest/globals';
import { parseRows } from './replay-rows.ts';

const line = (row: object): string => JSON.stringify(row);
const hello = { id: 'a', conversation: [{ role: 'customer', text: 'Hello' }] };

test('every valid line is a row with its line number, and blank lines are skipped', () => {
  const rows = parseRows('f', `\uFEFF${line(hello)}\n\n${line({ ...hello, id: 7, should_handoff: true })}\r\n`);
  expect(rows.map(({ id, line }) => [id, line])).toEqual([
    ['a', 1],
    [7, 3],
  ]);
});

test('the fields of a bot message that the API knows are kept, all others are dropped', () => {
  const bot = { role: 'bot', text: '', at: 5, bot: { confidence: 0.2, mood: 'fine' } };
  const [row] = parseRows('f', line({ ...hello, conversation: [...hello.conversation, bot] }));
  expect(row?.conversation[1]).toEqual({ role: 'bot', text: '', bot: { confidence: 0.2 } });
});

test('all invalid lines are reported at once, with number and reason', () => {
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
  expect(fault).toThrow(/^in\.jsonl: nothing was posted, these lines are invalid:\n {2}line 1: not JSON: /);
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

test('the first twenty invalid lines are reported and the rest counted', () => {
  expect(() => parseRows('f', '{\n'.repeat(50))).toThrow(/line 20: [^\n]*\n {2}and 30 more$/);
});

test('an empty file is an error', () => {
  expect(() => parseRows('f', '\n\n')).toThrow('f: no conversations in it');
});
