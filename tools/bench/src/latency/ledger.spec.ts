import { expect, test } from '@jest/globals';
import { Ledger } from './ledger.ts';

test('given a message sent late, then everything counts from the instant it was due at', () => {
  const ledger = new Ledger();
  ledger.sent(1_000, 1_400, 'c-1', true);
  ledger.answer(1_000, 1_500, 'm-1');
  ledger.assessment('m-1', 1_600);
  ledger.offer('c-1', 1_800);
  const { late, answered, assessed, offered, messages, handoffs } = ledger.tally();
  const longest = [late, answered, assessed, offered].map(({ max }) => Math.round(max / 10) * 10);
  expect(longest).toEqual([400, 500, 600, 800]);
  expect({ messages, handoffs, open: ledger.open }).toEqual({ messages: 1, handoffs: 1, open: 0 });
});

test('given an assessment that is faster than the answer, then it counts from its own arrival', () => {
  const ledger = new Ledger();
  ledger.sent(0, 0, 'c-1', false);
  ledger.assessment('m-1', 30);
  ledger.answer(0, 90, 'm-1');
  const { assessed, answered } = ledger.tally();
  expect([Math.round(assessed.max), Math.round(answered.max)]).toEqual([30, 90]);
  expect(ledger.open).toBe(0);
});

test('given messages of the warm-up, then they are in no figure', () => {
  const ledger = new Ledger();
  ledger.answer(null, 5, 'm-1');
  ledger.assessment('m-1', 9);
  ledger.assessment('m-2', 9);
  ledger.answer(null, 12, 'm-2');
  ledger.answer(null, 12, 'm-3');
  ledger.offer('c-1', 20);
  const { messages, answered, assessed, offered, unassessed } = ledger.tally();
  expect([messages, answered.count, assessed.count, offered.count, unassessed]).toEqual([0, 0, 0, 0, 0]);
});

test('given what never comes back, then it is told, and an offer made again counts once', () => {
  const ledger = new Ledger();
  ledger.sent(0, 0, 'c-1', true);
  ledger.sent(5, 5, 'c-2', true);
  ledger.sent(9, 9, 'c-3', false);
  ledger.answer(0, 20, 'm-1');
  ledger.offer('c-1', 40);
  ledger.offer('c-1', 30_000);
  const { offered, unanswered, unassessed, unoffered } = ledger.tally();
  expect([offered.count, unanswered, unassessed, unoffered]).toEqual([1, 2, 1, 1]);
});
