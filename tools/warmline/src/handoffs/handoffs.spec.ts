import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { handoffs } from './handoffs.ts';

const folder = mkdtempSync(join(tmpdir(), 'warmline-handoffs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const data = join(import.meta.dirname, '../../test/data');

const linesOf = async (options: Parameters<typeof handoffs>[0]): Promise<string[]> => {
  const lines: string[] = [];
  expect(await handoffs(options, (line) => lines.push(line))).toBe(true);
  return lines;
};

test('the Now of every hand-off of the longer recorded conversations quotes the message with the evidence', async () => {
  const long = readFileSync(join(data, 'escalation-dev.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.split('"role": "customer"').length > 3);
  const input = join(folder, 'long.jsonl');
  writeFileSync(input, long.join('\n'));
  expect(await linesOf({ in: input, part: 'dev' })).toEqual([
    'hand-offs: 56, 56 of them by a message of the customer',
    "Now is the evidence's message: 56 of 56; with 3 customer turns or more: 56 of 56",
  ]);
}, 20_000);

test('payloads are written with their transcript, and without id and label', async () => {
  const [input, ids, payloads] = ['in.jsonl', 'ids.json', 'out.txt'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const turns = ['hi', 'ya sure i need you help today', 'to close an account'];
  const row = {
    id: 'secret-id',
    reason: 'secret-label',
    conversation: turns.map((text) => ({ role: 'customer', text })),
  };
  writeFileSync(input, `${JSON.stringify(row)}\n`);
  writeFileSync(ids, JSON.stringify({ dev: ['secret-id'], kept: [] }));
  await linesOf({ in: input, ids, part: 'dev', payloads });
  const text = readFileSync(payloads, 'utf8');
  expect(text).toContain('customer: ya sure i need you help today');
  expect(text).toContain('Now: “to close an account”');
  expect(text).toContain('Likely issue: Wants to close their account');
  expect(text).toContain('you wrote “to close an account”');
  expect(text).not.toMatch(/secret/);
});
