import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownWords } from './own-words.ts';
import { masked } from './secrets.ts';

/** The lists of `test/`, each text on its own; what they hold is described in the README there. */
const rows = (name: string): { id: string; text: string; own?: string; masked?: string }[] =>
  ['dev', 'kept'].flatMap((half) =>
    readFileSync(join(import.meta.dirname, `../test/${name}.${half}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => ({ ...JSON.parse(line), half })),
  );
/** White space and a dash before the first word aside. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/^ ?- /, '').trim();

describe('the own words of a customer', () => {
  test.each(rows('own-words'))('$id: $text', ({ text, own = '' }) => {
    const words = ownWords(text).map(([from, to]) => text.slice(from, to));
    expect(plain(words.join(' '))).toBe(plain(own));
  });
});

describe('a masked text', () => {
  test.each(rows('secrets'))('$id: $text', ({ text, masked: expected }) => {
    expect(masked(text)).toBe(expected);
  });
});
