import { createRequire } from 'node:module';
import { quietRequestQueue, rarely } from './kafka-quiet.ts';

describe('the idle timers of kafkajs', () => {
  test('an unknown class is left alone', () => {
    const foreign = { scheduleCheckPendingRequests: () => 'mine', checkPendingRequests: () => {} };
    expect(quietRequestQueue(foreign)).toBe(false);
    expect(foreign.scheduleCheckPendingRequests()).toBe('mine');
  });

  test('the known class arms no timer without a waiting request, and one with it', () => {
    const Queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
    expect(quietRequestQueue(Queue.prototype)).toBe(true);
    expect(quietRequestQueue(Queue.prototype)).toBe(true);
    const sent: string[] = [];
    const queue = Object.assign(Object.create(Queue.prototype), {
      throttledUntil: -1,
      throttleCheckTimeoutId: null,
      pending: [] as string[],
      checkPendingRequests: () => sent.push(...queue.pending.splice(0)),
    });
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
    queue.pending.push('request');
    queue.scheduleCheckPendingRequests();
    return new Promise<void>((done) => setTimeout(done, 50)).then(() => expect(sent).toEqual(['request']));
  });

  test('the same line is said once in a while, another at once', () => {
    const said: string[] = [];
    const say = rarely((message) => void said.push(message), 60_000);
    for (const message of ['a', 'a', 'b', 'a']) say(message, {});
    expect(said).toEqual(['a', 'b']);
  });
});
