import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { prefixesOf } from '@warmline/text/prefixes';
import { parseText, pattern } from './parsed-text.ts';
import { prefixIdOf, prefixIdsIn } from './prefix-index.ts';

describe('the prefixes of a match', () => {
  test.each([
    ['cancel(?:ling)? it', ['can']],
    ['(?:my|our) card', ['my ', 'our']],
    ['(?:please )?close', ['clo', 'ple']],
    ['(?:a ){0,2}bc', ['a ', 'bc']],
    ['(?!not )go on', ['go ']],
    ['organi[sz]e', ['org']],
    ['g[oe]t', ['get', 'got']],
    ['i|we', ['i', 'we']],
    ['3 ?pm', ['3 ', '3pm']],
    ['^(?:no|nope)$', ['no', 'nop']],
  ])('of %s are %j', (source, expected) => {
    expect([...(prefixesOf(pattern(source).source) ?? [])].sort()).toEqual(expected);
  });

  test.each(['[^ ]+ card', '.+', '(?:card )?[^ ]+ gone', '\\p{L}+', '(?:lost)?'])('of %s are unbounded', (source) => {
    expect(prefixesOf(source)).toBeNull();
  });
});

test('a pattern matches only where one of its prefixes occurs', () => {
  const file = new URL('../../../test/data/authored.jsonl', import.meta.url);
  const texts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line): string[] =>
      (JSON.parse(line) as { conversation: { text: string }[] }).conversation.map(({ text }) => text),
    );
  const sources = [
    'cancel~ (?:my|the|our)~',
    '(?:card|phone)~ (?:lost|stolen)',
    '(?:charged|billed)(?: me)? twice',
    'my [^ ,]+',
  ];
  const patterns = sources
    .map(pattern)
    .map((each) => ({ each, prefixes: prefixesOf(each.source)?.map(prefixIdOf) ?? null }));
  let matched = 0;
  for (const text of texts)
    for (const clause of parseText(text).clauses) {
      const there = new Set(prefixIdsIn(clause.text));
      for (const { each, prefixes } of patterns) {
        if (prefixes === null || clause.text.search(each) < 0) continue;
        matched += 1;
        if (!prefixes.some((id) => there.has(id)))
          throw new Error(`${each.source} is not looked for in: ${clause.text}`);
      }
    }
  expect(matched).toBeGreaterThan(200);
});
