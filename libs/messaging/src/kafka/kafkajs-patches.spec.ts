import { createRequire } from 'node:module';
import { patchFetchWait, patchRequestQueue, rateLimitedLog } from './kafkajs-patches.ts';

describe('the idle timers of kafkajs', () => {
  test('leaves an unknown class unpatched', () => {
    const foreign = { scheduleCheckPendingRequests: () => 'mine', checkPendingRequests: () => {} };
    expect(patchRequestQueue(foreign)).toBe(false);
    expect(foreign.scheduleCheckPendingRequests()).toBe('mine');
  });

  test('the known class arms a timer only while a request waits', () => {
    const Queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
    expect(patchRequestQueue(Queue.prototype)).toBe(true);
    expect(patchRequestQueue(Queue.prototype)).toBe(true);
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

  test('each fetch asks for its maximum wait, and an unknown class is left unpatched', () => {
    const requestedWaits: (number | undefined)[] = [];
    const broker = { fetch: ({ maxWaitTime }: { maxWaitTime?: number }) => requestedWaits.push(maxWaitTime) };
    const waits = [1_000, 100];
    expect(patchFetchWait(broker, () => waits.shift() ?? 0)).toBe(true);
    broker.fetch({ maxWaitTime: 5 });
    broker.fetch({ maxWaitTime: 5 });
    expect(requestedWaits).toEqual([1_000, 100]);
    expect(patchFetchWait({ fetch: () => 'mine' }, () => 1)).toBe(false);
    const Broker = createRequire(import.meta.url)('kafkajs/src/broker');
    expect(patchFetchWait(Broker.prototype, () => 1)).toBe(true);
  });

  test('a repeated log line is throttled, and a different one is logged at once', () => {
    const said: string[] = [];
    const say = rateLimitedLog((message) => void said.push(message), 60_000);
    for (const message of ['a', 'a', 'b', 'a']) say(message, {});
    expect(said).toEqual(['a', 'b']);
  });
});
