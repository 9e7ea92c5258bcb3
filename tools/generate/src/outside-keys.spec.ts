import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { outsideKeys } from './outside-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'warmline-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is refused, and what is not, a line each. */
const refused = [
  '({} as Record<string, number>)[word]',
  '({} as Record<string, number>)["a" + word]',
  '({ a: 1 })[word as "a"]',
  'word in { a: 1 }',
];
const allowed = ['[1, 2][1]', '({ a: 1, b: 2 })["a" as "a" | "b"]', 'new Map<string, number>().get(word)'];

test('a string that is not one of a set of known names is refused as the key of a plain object, also behind a cast or in', () => {
  const compilerOptions = { strict: true, noEmit: true };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['code.ts'] }));
  const lines = [
    'declare const word: string;',
    ...[...refused, ...allowed].map((code, n) => `export const v${n} = ${code};`),
  ];
  writeFileSync(join(folder, 'code.ts'), lines.join('\n'));
  const found = outsideKeys(folder, 'tsconfig.json', (path) => path === 'code.ts');
  expect(found.map(({ text }) => text)).toEqual(refused);
  expect(found.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
});
