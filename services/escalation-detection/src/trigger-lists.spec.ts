import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { wrongRows } from '../test/trigger-lists.fixtures.ts';

/** Rule, whether it fires, and the share of rows judged right: of the list read for the rules, and of the one kept aside. */
const floors: readonly (readonly [string, boolean, number, number])[] = [
  ['emotional.capitals', true, 0.9, 0.9],
  ['emotional.capitals', false, 0.95, 0.9],
  ['emotional.marks', true, 0.95, 0.9],
  ['emotional.marks', false, 0.95, 0.9],
  ['emotional.profanity', true, 0.95, 0.9],
  ['emotional.profanity', false, 0.95, 0.9],
  // By words alone; the encoder adds and withdraws the rest.
  ['emotional.human-request', true, 0.95, 0.8],
  ['emotional.human-request', false, 0.8, 0.7],
  ['emotional.repeated-question', true, 0.9, 0.9],
  ['emotional.repeated-question', false, 0.95, 0.9],
  ['bot.confusion-loop', true, 0.95, 0.9],
  ['bot.confusion-loop', false, 0.95, 0.9],
  ['stakes.refund', true, 0.95, 0.9],
  ['stakes.refund', false, 0.95, 0.9],
];

test.each(floors)('the list of %s (fires: %s) is judged right', (rule, fires, read, kept) => {
  const list = wrongRows('triggers.jsonl', rule, fires);
  const aside = wrongRows('triggers-kept.jsonl', rule, fires);
  expect(list.of).toBeGreaterThanOrEqual(10);
  expect(1 - list.wrong.length / list.of).toBeGreaterThanOrEqual(read);
  expect(1 - aside.wrong.length / aside.of).toBeGreaterThanOrEqual(kept);
});

const triggers = new URL('./domain/triggers/', import.meta.url);

test.each([
  'billing-dispute',
  'bot-prompts',
  'cancellation',
  'enterprise-need',
  'human-request',
  'judgement-call',
  'legal',
  'plain-human-request',
  'policy-exception',
  'prompt-reply',
  'refund',
  'security',
])('the patterns of %s have at most two kilobytes', (detector) => {
  const source = readFileSync(new URL(`${detector}.ts`, triggers), 'utf8');
  const literals = [
    ...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`|(?<=[=,(]\s*)\/((?:[^/\\\n*]|\\.)(?:[^/\\\n]|\\.)*)\//g),
  ].map(([, plain, template, expression]) => plain ?? template ?? expression ?? '');
  const size = literals.filter((text) => !text.startsWith('../')).reduce((sum, text) => sum + text.length, 0);
  expect(size).toBeGreaterThan(500);
  expect(size).toBeLessThanOrEqual(2_048);
});
