import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const handbook = read('README.md');
const claims = handbook.split('\n').filter((line) => line.startsWith('- '));

/** The proofs at the end of a claim, `file`: "title", "title": each as file and title. */
const proofsOf = (claim: string): { readonly file: string; readonly title: string }[] => {
  const [, file = '', titles = ''] = /`([\w./-]+\.ts)`: (".*")$/.exec(claim) ?? [];
  return [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ file, title }));
};

/** The title stands as a whole in the file, as the first argument of a call. */
const hasTest = (source: string, title: string): boolean =>
  ["'", '"', '`'].some((quote) =>
    source
      .split(`${quote}${title}${quote},`)
      .slice(0, -1)
      .some((before) => before.trimEnd().endsWith('(')),
  );

test('the handbook names a proof for every claim', () => {
  expect(claims.length).toBeGreaterThan(50);
  expect(claims.filter((claim) => proofsOf(claim).length === 0)).toEqual([]);
});

test('every proof of the handbook is a test that exists', () => {
  const missing = claims
    .flatMap(proofsOf)
    .filter(({ file, title }) => !existsSync(new URL(`../${file}`, import.meta.url)) || !hasTest(read(file), title));
  expect(missing).toEqual([]);
});

test('a title counts only as a whole and as the title of a test', () => {
  const source = "test('adds two numbers', () => {}); // 'takes one away',";
  expect(['adds two numbers', 'adds two', 'takes one away'].map((title) => hasTest(source, title))).toEqual([
    true,
    false,
    false,
  ]);
});

test('the handbook has a section for every concept', () => {
  const sections = [...handbook.matchAll(/^## (.*)$/gm)].map(([, title]) => title?.toLowerCase());
  expect(sections).toEqual(
    expect.arrayContaining([
      ...['task', 'lease and take-over', 'fold', 'commit', 'outbox, shard and sequence', 'publisher', 'dedupe'],
      ...['join', 'tick', 'dead letter', 'command', 'transport', 'store'],
    ]),
  );
});
