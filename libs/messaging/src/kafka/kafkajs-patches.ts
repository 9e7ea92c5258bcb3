interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

/** Interval at which a full request queue is checked, milliseconds. Same value as in kafkajs. */
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
 * kafkajs 2.2.4 arms a timer with a negative delay after every response. Node makes it 1 ms, and the timer re-arms itself for ever:
 * a thousand wake-ups per second and connection. With this patch the timer runs only while a request waits.
 * Returns false and changes nothing if the class is not the known one.
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

/** Makes each fetch ask for its maximum wait; kafkajs fixes it per consumer. Returns false if the class is not the known one. */
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

/** Logs a repeated line at most once in `everyMs`: kafkajs logs every attempt as an error. Real outages are reported by `down`. */
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
