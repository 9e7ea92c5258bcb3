import { expect, test } from '@jest/globals';
import { heard, isSilent, opening } from './liveness.ts';

const NOW = 1_760_000_000_000;

test('a stream that sends its heartbeats is alive, and silent when two of them are missing', () => {
  const live = heard(opening(NOW), NOW, 5_000);
  expect([isSilent(live, NOW + 5_000), isSilent(live, NOW + 12_500), isSilent(live, NOW + 12_501)]).toEqual([
    false,
    false,
    true,
  ]);
});

test('a connection that is not open after five seconds is given up, so that a cut network is noticed when it is back', () => {
  expect([isSilent(opening(NOW), NOW + 5_000), isSilent(opening(NOW), NOW + 5_001)]).toEqual([false, true]);
});

test('an open stream that has promised no heartbeats is never silent', () => {
  expect(isSilent(heard(opening(NOW), NOW), NOW + 86_400_000)).toBe(false);
});

test('a page that wakes up after an hour knows at once that its stream is silent', () => {
  expect(isSilent(heard(opening(NOW), NOW, 5_000), NOW + 3_600_000)).toBe(true);
});
