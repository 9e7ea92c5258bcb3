interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

/** How often a queue is looked at that waits for a free slot, milliseconds; kafkajs's own value. */
const CHECK_INTERVAL = 10;
const patchedQueues = new WeakSet<object>();

const isKnownRequestQueue = (prototype: object): prototype is RequestQueue => {
  const { scheduleCheckPendingRequests: schedule, checkPendingRequests: check } = prototype as Partial<RequestQueue>;
  if (typeof schedule !== 'function' || typeof check !== 'function') return false;
  const source = String(schedule);
  return ['throttledUntil - Date.now()', 'throttleCheckTimeoutId', 'this.pending.length'].every((part) =>
    source.includes(part),
  );
};

/**
 * kafkajs 2.2.4 arms a timer with a negative delay after every response, which Node makes 1 ms, and that timer arms itself again for ever:
 * a thousand wake-ups a second for each connection. Here the timer runs only while a request waits.
 * Answers false, and changes nothing, where the class is not the known one.
 */
export const patchRequestQueue = (prototype: object): boolean => {
  if (patchedQueues.has(prototype)) return true;
  if (!isKnownRequestQueue(prototype)) return false;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttled = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttled > 0 ? throttled : CHECK_INTERVAL,
    );
  };
  patchedQueues.add(prototype);
  return true;
};

interface FetchingBroker {
  fetch(request: { readonly maxWaitTime?: number }): unknown;
}
const patchedBrokers = new WeakSet<object>();
const isKnownBroker = (prototype: object): prototype is FetchingBroker => {
  const { fetch } = prototype as Partial<FetchingBroker>;
  return typeof fetch === 'function' && String(fetch).includes('maxWaitTime');
};

/** Each fetch asks anew how long the broker may wait for data, where kafkajs settles it with the consumer. False where the class is not the known one. */
export const patchFetchWait = (prototype: object, waitMs: () => number): boolean => {
  if (patchedBrokers.has(prototype)) return true;
  if (!isKnownBroker(prototype)) return false;
  const { fetch } = prototype;
  prototype.fetch = function (this: FetchingBroker, request) {
    return fetch.call(this, { ...request, maxWaitTime: waitMs() });
  };
  patchedBrokers.add(prototype);
  return true;
};

/** kafkajs logs every attempt at anything as an error: the same line is said once in `everyMs`, what matters is told by `down`. */
export const rateLimitedLog = (log: (message: string, context: object) => void, everyMs: number) => {
  const lastLogged = new Map<string, number>();
  return (message: string, context: object): void => {
    const now = performance.now();
    if (now - (lastLogged.get(message) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    if (lastLogged.size > 200) lastLogged.clear();
    lastLogged.set(message, now);
    log(message, context);
  };
};
