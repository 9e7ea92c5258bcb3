import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importCycles } from './import-cycles.ts';
import { sources } from './sources.ts';

/** Cycles that still exist, files in alphabetical order. A cycle that is gone leaves this list; no cycle joins it. */
const remainingCycles: readonly (readonly string[])[] = [];

test('no files import each other, beyond the cycles listed here', () => {
  expect(importCycles(sources(resolve(import.meta.dirname, '../../..')))).toEqual(remainingCycles);
});

describe('the search for import cycles', () => {
  const file = (path: string, ...modules: string[]) => ({
    path: `libs/x/src/${path}`,
    text: modules.map((module) => `import type { T } from '${module}';`).join('\n'),
  });
  const cycles = (...files: { path: string; text: string }[]) =>
    importCycles(files).map((group) => group.map((path) => path.replace('libs/x/src/', '')));

  test('finds nothing where imports lead one way', () => {
    expect(cycles(file('a.ts', './b.ts', './c.ts'), file('b.ts', './c.ts'), file('c.ts', 'zod'))).toEqual([]);
  });

  test('finds two files that import each other, types included', () => {
    expect(cycles(file('b.ts', './a.ts'), file('a.ts', './b.ts'))).toEqual([['a.ts', 'b.ts']]);
  });

  test('finds a cycle through folders, and leaves out the files that only lead to it', () => {
    expect(
      cycles(
        file('main.ts', './a.ts'),
        file('a.ts', './in/b.ts'),
        file('in/b.ts', './c.ts', '../d.ts'),
        file('in/c.ts', '../a.ts'),
        file('d.ts'),
      ),
    ).toEqual([['a.ts', 'in/b.ts', 'in/c.ts']]);
  });
});
