import { expect, test } from '@jest/globals';
import { LatencyRecorder } from './latency-recorder.ts';

test('given a message sent late, then everything counts from the instant it was due at', () => {
  const ledger = new LatencyRecorder();
  ledger.messageSent(1_000, 1_400, 'c-1', true);
  ledger.messageAnswered(1_000, 1_500, 'm-1');
  ledger.messageAssessed('m-1', 1_600);
  ledger.offerSeen('c-1', 1_800);
  const { late, answered, assessed, offered, messages, handoffs } = ledger.summary();
  const longest = [late, answered, assessed, offered].map(({ max }) => Math.round(max / 10) * 10);
  expect(longest).toEqual([400, 500, 600, 800]);
  expect({ messages, handoffs, open: ledger.open }).toEqual({ messages: 1, handoffs: 1, open: 0 });
});

test('given an assessment that is faster than the answer, then it counts from its own arrival', () => {
  const ledger = new LatencyRecorder();
  ledger.messageSent(0, 0, 'c-1', false);
  ledger.messageAssessed('m-1', 30);
  ledger.messageAnswered(0, 90, 'm-1');
  const { assessed, answered } = ledger.summary();
  expect([Math.round(assessed.max), Math.round(answered.max)]).toEqual([30, 90]);
  expect(ledger.open).toBe(0);
});

test('given messages of the warm-up, then they are in no figure', () => {
  const ledger = new LatencyRecorder();
  ledger.messageAnswered(null, 5, 'm-1');
  ledger.messageAssessed('m-1', 9);
  ledger.messageAssessed('m-2', 9);
  ledger.messageAnswered(null, 12, 'm-2');
  ledger.messageAnswered(null, 12, 'm-3');
  ledger.offerSeen('c-1', 20);
  const { messages, answered, assessed, offered, unassessed } = ledger.summary();
  expect([messages, answered.count, assessed.count, offered.count, unassessed]).toEqual([0, 0, 0, 0, 0]);
});

test('given what never comes back, then it is told, and an offer made again counts once', () => {
  const ledger = new LatencyRecorder();
  ledger.messageSent(0, 0, 'c-1', true);
  ledger.messageSent(5, 5, 'c-2', true);
  ledger.messageSent(9, 9, 'c-3', false);
  ledger.messageAnswered(0, 20, 'm-1');
  ledger.offerSeen('c-1', 40);
  ledger.offerSeen('c-1', 30_000);
  const { offered, unanswered, unassessed, unoffered } = ledger.summary();
  expect([offered.count, unanswered, unassessed, unoffered]).toEqual([1, 2, 1, 1]);
});
