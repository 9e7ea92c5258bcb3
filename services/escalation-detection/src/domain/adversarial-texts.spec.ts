import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '@warmline/testing/random';
import { policy } from '../../test/conversation.fixtures.ts';
import { messageAnalyser } from './message-analysis.ts';

/** CPU time in ms that one message may take: fifty times what a message usually takes. */
const LIMIT_MS = 100;
const MAX_LENGTH = 8_000;

const analyse = messageAnalyser(policy);
const cpuMs = (text: string): number => {
  const before = process.threadCpuUsage();
  analyse(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
};
/** Texts that took too long twice: the first time may include compiling a pattern. */
const slow = (texts: readonly string[]): string[] =>
  texts
    .filter((text) => cpuMs(text) > LIMIT_MS && cpuMs(`${text} `) > LIMIT_MS)
    .map((text) => `${text.slice(0, 60)} … (${text.length} characters)`);

/** Words and phrases of the patterns: what their alternatives are made of. */
const vocabulary = (): string[] => {
  const folders = ['triggers', 'text'].map((name) => join(import.meta.dirname, name));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const sources = files.filter((file) => !file.endsWith('.spec.ts')).map((file) => readFileSync(file, 'utf8'));
  const phrases = sources.flatMap((source) => source.match(/[a-z]+(?: [a-z]+)*/g) ?? []);
  return [...new Set(phrases.flatMap((phrase) => [phrase, ...phrase.split(' ')]))];
};
const words = vocabulary();

describe('a message takes a bounded time', () => {
  test('a customer who only writes “manager” is understood, however often', () => {
    const text = 'manager '.repeat(200);
    expect(slow([text])).toEqual([]);
    expect(analyse(text).matches.map(([rule]) => rule)).toContain('emotional.human-request');
  });

  test('no word of a pattern, repeated before a strange end, makes it slow', () =>
    expect(slow(words.map((word) => `${`${word} `.repeat(36)}żż`))).toEqual([]));

  test('no mixture of words and marks, 8,000 characters long, makes it slow', () => {
    const random = seededRandom(13);
    const marks = ['', '', ',', '.', ' ,', '!', "n't", '1', '£1', '\n'];
    const units = Array.from({ length: 150 }, () => {
      const parts = Array.from({ length: 1 + random.below(5) }, () => random.pick(words) + random.pick(marks));
      return `${parts.join(' ')} `;
    });
    expect(slow(units.map((unit) => unit.repeat(Math.ceil(MAX_LENGTH / unit.length)).slice(0, MAX_LENGTH)))).toEqual(
      [],
    );
  });

  test.each(['ﷺ', '! ', '1,', '“', '\u0000', '😀', "'", 'f*', 'a'])('8,000 characters of %j are not slow', (sign) =>
    expect(slow([sign.repeat(MAX_LENGTH / sign.length)])).toEqual([]),
  );
});
