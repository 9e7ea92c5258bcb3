import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { policy } from '../test/conversation.fixtures.ts';
import { messageAnalyser } from './domain/message-analysis.ts';

interface Row {
  readonly conversation: readonly { readonly role: string; readonly text: string }[];
  readonly should_handoff: boolean;
  readonly strength: string;
}

const analyse = messageAnalyser(policy);
const { limit } = policy.thresholds.refund;

/** By the words alone: without sentiment and earlier turns. */
const matches = (text: string): boolean => {
  const { matches: rules, refundRequest, amount } = analyse(text);
  return rules.length > 0 || (refundRequest !== null && amount !== null && amount.value > limit);
};

const counted = (file: string) => {
  const rows = readFileSync(new URL(`../test/data/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line))
    .filter(({ strength }) => strength === 'strong');
  const results = rows.map(({ conversation, should_handoff }) => ({
    wanted: should_handoff,
    matched: conversation.some(({ role, text }) => role === 'customer' && matches(text)),
  }));
  const wanted = results.filter((row) => row.wanted);
  const harmless = results.filter((row) => !row.wanted);
  const found = wanted.filter(({ matched }) => matched).length;
  const falsePositives = harmless.filter(({ matched }) => matched).length;
  return {
    f1: (2 * found) / (wanted.length + found + falsePositives),
    falsePositiveRate: falsePositives / harmless.length,
  };
};

test.each([
  ['held-out-a.jsonl', 0.92],
  ['held-out-b.jsonl', 0.94],
])('the words alone find who needs a person in %s, whose authors had not read the rules', (file, floor) => {
  const { f1, falsePositiveRate } = counted(file);
  expect(f1).toBeGreaterThanOrEqual(floor);
  expect(falsePositiveRate).toBeLessThanOrEqual(0.008);
});
