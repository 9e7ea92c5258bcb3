import { expect, test } from '@jest/globals';
import { intentInputOf } from './intent-input.ts';

test('words in capitals are read as if they were not, names and beginnings of sentences stay', () => {
  expect(intentInputOf('Hello, I WANT my MONEY back, says Ümit in KÖLN. OK?', '')?.text).toBe(
    'Hello, I want my money back, says Ümit in köln. ok?',
  );
});

test('a message and the bot turn before it stand on one line each', () => {
  expect(intentInputOf('yes\n  please', 'PRESS 1\nto go on')).toEqual({
    text: 'yes please',
    before: 'press 1 to go on',
  });
});

test('of a long bot turn the end is read, from the beginning of a word', () => {
  const before = intentInputOf('yes', `${'first '.repeat(60)}Would you like to speak with an agent?`)?.before ?? '';
  expect(before.length).toBeLessThanOrEqual(200);
  expect(before).toMatch(/^first .*with an agent\?$/);
});

test.each(['', '4711', '👋 !!', 'https://example.org/a'])('in %j there is nothing to read', (text) => {
  expect(intentInputOf(text, '')).toBeNull();
});
