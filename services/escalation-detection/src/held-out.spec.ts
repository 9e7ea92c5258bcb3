import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { policy } from '../test/conversation.fixtures.ts';
import { messageAnalyser } from './domain/message-analysis.ts';

interface Row {
  readonly conversation: readonly { readonly role: string; readonly text: string }[];
  readonly should_handoff: boolean;
  readonly strength: string;
}

const understand = messageAnalyser(policy);
const { limit } = policy.thresholds.refund;

/** By its words alone: no mood, no earlier turn. */
const says = (text: string): boolean => {
  const { matches: found, refundRequest: refund, amount } = understand(text);
  return found.length > 0 || (refund !== null && amount !== null && amount.value > limit);
};

const counted = (file: string) => {
  const rows = readFileSync(new URL(`../test/data/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line))
    .filter(({ strength }) => strength === 'strong');
  const told = rows.map(({ conversation, should_handoff }) => ({
    wanted: should_handoff,
    said: conversation.some(({ role, text }) => role === 'customer' && says(text)),
  }));
  const wanted = told.filter((row) => row.wanted);
  const harmless = told.filter((row) => !row.wanted);
  const found = wanted.filter(({ said }) => said).length;
  const alarms = harmless.filter(({ said }) => said).length;
  return { f1: (2 * found) / (wanted.length + found + alarms), alarms: alarms / harmless.length };
};

test.each([
  ['held-out-a.jsonl', 0.92],
  ['held-out-b.jsonl', 0.94],
])('of %s, written by people who had not read the rules, words alone tell who needs a person', (file, floor) => {
  const { f1, alarms } = counted(file);
  expect(f1).toBeGreaterThanOrEqual(floor);
  expect(alarms).toBeLessThanOrEqual(0.008);
});
