import { expect, test } from '@jest/globals';
import { codeOf, importsOf, isSpec } from './sources.ts';

const source = (text: string, path = 'libs/x/src/a.ts') => ({ path, text });

test.each([
  ["import { a } from 'zod';", ['zod']],
  ["import type {\n  A,\n  B,\n} from './b.ts';", ['./b.ts']],
  ["export * from '@warmline/contracts';", ['@warmline/contracts']],
  ["import 'reflect-metadata';", ['reflect-metadata']],
  ["const m = await import('some-client');", ['some-client']],
  ["const m = require('some-client');", ['some-client']],
  ["const m = createRequire(import.meta.url)('some-client/src/part');", ['some-client/src/part']],
  ["import a from 'a';\nimport b from 'b';", ['a', 'b']],
  ["// import { a } from 'zod';", []],
  ["/* import { a } from 'zod'; */", []],
  ["log('from', f.from, 'x');", []],
])('the imports of %j are found', (text, imports) => {
  expect(importsOf(source(text))).toEqual(imports);
});

test('comments are removed from code; an address in a string is kept', () => {
  expect(codeOf(source("const url = 'http://a'; // Date.now()"))).toContain("'http://a'");
  expect(codeOf(source("const url = 'http://a'; // Date.now()"))).not.toContain('Date.now');
});

test('specs, suites, fixtures and files of test folders are tests', () => {
  const tests = ['libs/x/src/a.spec.ts', 'libs/x/src/a.suite.ts', 'libs/x/test/a.int.spec.ts', 'libs/x/src/a.ts'];
  expect(tests.map((path) => isSpec(source('', path)))).toEqual([true, true, true, false]);
});
