import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { score } from '@warmline/sentiment/score';
import { scoreFile } from './score.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-score-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('every text of a file is written in its order with the score of the service', async () => {
  const texts = ['This is unacceptable, worst service ever!!', 'Where is my order?', 'Wo ist meine Bestellung?', ''];
  const [from, to] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
  writeFileSync(from, texts.map((text, id) => JSON.stringify({ id: `t-${id}`, text })).join('\r\n'));
  expect(await scoreFile({ in: from, out: to })).toBe(true);
  expect(linesOf(to)).toEqual(
    texts.map((text, id) => {
      const { words: _, ...own } = score(text);
      return { id: `t-${id}`, ...own };
    }),
  );
  expect(linesOf(to).map(({ label }) => label)).toEqual(['negative', 'neutral', 'unknown', 'unknown']);
});

test('invalid lines are reported with number and reason, and the valid ones are written', async () => {
  const given = [
    '{"id":1,"text":"thank you so much"}',
    'not json',
    '',
    '{"id":"b"}',
    '["x"]',
    '{"id":"c","text":"hello"}',
  ];
  const [from, to] = [join(folder, 'bad.jsonl'), join(folder, 'good.jsonl')];
  writeFileSync(from, given.join('\n'));
  const messages: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => messages.push(String(line)) > 0);
  expect(await scoreFile({ in: from, out: to })).toBe(false);
  write.mockRestore();
  expect(messages.map((line) => line.split(':', 2).join(':'))).toEqual([
    'line 2: not JSON',
    'line 4: text',
    'line 5: (row)',
  ]);
  expect(linesOf(to).map(({ id }) => id)).toEqual([1, 'c']);
});

test('a missing file is reported before anything is written', async () => {
  const to = join(folder, 'none.jsonl');
  await expect(scoreFile({ in: join(folder, 'missing.jsonl'), out: to })).rejects.toThrow(
    'missing.jsonl cannot be read',
  );
  expect(() => readFileSync(to)).toThrow();
});
