import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { linksIn, markdownFiles, missingTargets, pathsIn } from './markdown-links.ts';

const root = resolve(import.meta.dirname, '../../..');
const all = markdownFiles(root);
const of = (path: string) => all.find((document) => document.path === path)?.text ?? '';
const lines = (path: string): string[] => of(path).trimEnd().split('\n');

describe('documents', () => {
  test('name only paths and links that exist', () => {
    expect(all.map((document) => document.path)).toEqual(
      expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/delivery.md', 'services/routing/README.md']),
    );
    const missing = all.flatMap((document) =>
      missingTargets(root, document).map((what) => `${document.path}: ${what}`),
    );
    expect(missing).toEqual([]);
  });

  test('report a missing path and a missing link', () => {
    const text =
      'See `libs/contracts/src/catalog.ts`, `libs/gone/src/a.ts`, `GET /ready`, [here](README.md) and [there](gone.md#part).';
    expect(missingTargets(root, { path: 'ARCHITECTURE.md', text })).toEqual(['libs/gone/src/a.ts', 'gone.md']);
  });

  test('may name paths relative to their package', () => {
    expect(missingTargets(root, { path: 'services/sentiment/README.md', text: '`src/main.ts` `src/gone.ts`' })).toEqual(
      ['src/gone.ts'],
    );
  });

  test('may name addresses, routes, types and built files, which are not paths', () => {
    const text =
      '`/v1/conversations` `application/json` `@warmline/contracts` `services/x/dist/main.js` [site](https://a.b/c) [up](#top)';
    const document = { path: 'README.md', text };
    expect([pathsIn(document, ['services', 'libs']), linksIn(document)]).toEqual([[], []]);
  });
});

describe('ARCHITECTURE.md', () => {
  test('has at most 150 lines and at least ten invariants', () => {
    expect(lines('ARCHITECTURE.md').length).toBeLessThanOrEqual(150);
    expect(lines('ARCHITECTURE.md').filter((line) => line.startsWith('Invariant:')).length).toBeGreaterThan(5);
  });

  test('names at least thirty source files', () => {
    const named = new Set(
      pathsIn({ path: 'ARCHITECTURE.md', text: of('ARCHITECTURE.md') }, ['services', 'libs', 'tools']),
    );
    expect([...named].filter((path) => path.endsWith('.ts')).length).toBeGreaterThanOrEqual(30);
  });
});
