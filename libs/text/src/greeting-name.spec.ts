import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { greetingName } from './greeting-name.ts';

interface Case {
  readonly name: string;
  readonly greetedAs: readonly (string | null)[];
}
const cases = (half: string): Case[] =>
  readFileSync(new URL(`../test/data/greeting-names.${half}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

describe.each(['dev', 'kept'])('of the names (%s)', (half) => {
  test.each(cases(half).map(({ name, greetedAs }) => [name, greetedAs] as const))(
    '%j is greeted as %j',
    (name, right) => expect(right).toContain(greetingName(name)),
  );
});

test('a greeting never ends with a comma, a title or a particle alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
      const greeted = greetingName(name);
      if (greeted !== null) expect(greeted).toMatch(/^\S(?:.*[^,\s])?$/su);
    }),
  );
});
