import { expect, test } from '@jest/globals';
import { Health } from './health.ts';

const HOUR = 3_600_000;

const loopOf = (service: string) => {
  let now = 5_000;
  const health = new Health(service, [], undefined, { now: () => now });
  return { health, loop: health.watchLoop('processor'), pass: (ms: number) => (now += ms) };
};

test('a loop that has worked for a minute without a turn is stuck, and no longer once it turns', () => {
  const { health, loop, pass } = loopOf('routing');
  loop.turned();
  pass(59_000);
  expect(health.stuckLoops()).toEqual([]);
  pass(16_000);
  expect(health.stuckLoops()).toEqual([{ service: 'routing', loop: 'processor', seconds: 75 }]);
  loop.turned();
  expect(health.stuckLoops()).toEqual([]);
});

test('a loop that never turned or waits for work is not stuck', () => {
  const { health, loop, pass } = loopOf('routing');
  pass(HOUR);
  expect(health.stuckLoops()).toEqual([]);
  loop.turned();
  loop.idle();
  pass(HOUR);
  expect(health.stuckLoops()).toEqual([]);
});

test('a service tells once when it becomes ready and when it ceases to be, with the reason', () => {
  const told: unknown[] = [];
  const health = new Health('routing', ['database', 'stream'], undefined, { onChange: (unmet) => told.push(unmet) });
  health.set('database', true);
  health.set('stream', true);
  health.set('stream', true);
  health.set('database', false, 'connection refused');
  health.set('stream', false, 'take-over');
  expect(told).toEqual([[], [{ service: 'routing', condition: 'database', detail: 'connection refused' }]]);
});
