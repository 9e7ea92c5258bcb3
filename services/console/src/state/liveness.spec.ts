import { expect, test } from '@jest/globals';
import { heard, isSilent, neverOpened, opening } from './liveness.ts';

const NOW = 1_760_000_000_000;

test('a stream that sends its heartbeats is alive, and silent when two of them are missing', () => {
  const live = heard(opening(neverOpened, NOW), NOW, 5_000);
  expect([isSilent(live, NOW + 5_000), isSilent(live, NOW + 12_500), isSilent(live, NOW + 12_501)]).toEqual([
    false,
    false,
    true,
  ]);
});

test('a connection that does not open is given up after two seconds, the next after four, and none later than after sixteen', () => {
  let before = opening(neverOpened, NOW);
  for (const timeoutMs of [2_000, 4_000, 8_000, 16_000, 16_000]) {
    expect([isSilent(before, NOW + timeoutMs), isSilent(before, NOW + timeoutMs + 1)]).toEqual([false, true]);
    before = opening(before, NOW);
  }
  expect(opening(heard(before, NOW), NOW)).toEqual(opening(neverOpened, NOW));
});

test('an open stream that has promised no heartbeats is never silent', () => {
  expect(isSilent(heard(opening(neverOpened, NOW), NOW), NOW + 86_400_000)).toBe(false);
});

test('a page that wakes up after an hour knows at once that its stream is silent', () => {
  expect(isSilent(heard(opening(neverOpened, NOW), NOW, 5_000), NOW + 3_600_000)).toBe(true);
});
