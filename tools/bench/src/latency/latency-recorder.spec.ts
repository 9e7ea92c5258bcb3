import { expect, test } from '@jest/globals';
import { LatencyRecorder } from './latency-recorder.ts';

test('every latency of a message that is sent sendDelay counts from the instant it was due', () => {
  const recorder = new LatencyRecorder();
  recorder.messageSent(1_000, 1_400, 'c-1', true);
  recorder.messageAnswered(1_000, 1_500, 'm-1');
  recorder.messageAssessed('m-1', 1_600);
  recorder.offerSeen('c-1', 1_800);
  const { sendDelay, answered, assessed, offered, messages, handoffs } = recorder.summary();
  const longest = [sendDelay, answered, assessed, offered].map(({ max }) => Math.round(max / 10) * 10);
  expect(longest).toEqual([400, 500, 600, 800]);
  expect({ messages, handoffs, open: recorder.openCount }).toEqual({ messages: 1, handoffs: 1, open: 0 });
});

test('an assessment that arrives before the answer counts from its own arrival', () => {
  const recorder = new LatencyRecorder();
  recorder.messageSent(0, 0, 'c-1', false);
  recorder.messageAssessed('m-1', 30);
  recorder.messageAnswered(0, 90, 'm-1');
  const { assessed, answered } = recorder.summary();
  expect([Math.round(assessed.max), Math.round(answered.max)]).toEqual([30, 90]);
  expect(recorder.openCount).toBe(0);
});

test('warm-up messages are in no figure', () => {
  const recorder = new LatencyRecorder();
  recorder.messageAnswered(null, 5, 'm-1');
  recorder.messageAssessed('m-1', 9);
  recorder.messageAssessed('m-2', 9);
  recorder.messageAnswered(null, 12, 'm-2');
  recorder.messageAnswered(null, 12, 'm-3');
  recorder.offerSeen('c-1', 20);
  const { messages, answered, assessed, offered, unassessed } = recorder.summary();
  expect([messages, answered.count, assessed.count, offered.count, unassessed]).toEqual([0, 0, 0, 0, 0]);
});

test('messages that never return are reported, and a repeated offer counts once', () => {
  const recorder = new LatencyRecorder();
  recorder.messageSent(0, 0, 'c-1', true);
  recorder.messageSent(5, 5, 'c-2', true);
  recorder.messageSent(9, 9, 'c-3', false);
  recorder.messageAnswered(0, 20, 'm-1');
  recorder.offerSeen('c-1', 40);
  recorder.offerSeen('c-1', 30_000);
  const { offered, unanswered, unassessed, unoffered } = recorder.summary();
  expect([offered.count, unanswered, unassessed, unoffered]).toEqual([1, 2, 1, 1]);
});
