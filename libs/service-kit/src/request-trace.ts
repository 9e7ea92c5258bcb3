import { AsyncLocalStorage } from 'node:async_hooks';
import { continueTrace } from '@warmline/telemetry';

const currentTrace = new AsyncLocalStorage<string | undefined>();
/** version-traceid-parentid-flags (W3C Trace Context §3.2). */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Fastify `onRequest` hook that stores the caller's trace for the time of the request. */
export const captureTrace = (
  request: { readonly headers: Readonly<Record<string, unknown>> },
  _reply: unknown,
  done: () => void,
): void => {
  const { traceparent } = request.headers;
  currentTrace.run(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? traceparent : undefined, done);
};

/** The trace for events caused by the current request: the caller's, or a new one while tracing is on, or none. */
export const requestTraceparent = (name: string): string | undefined => {
  const span = continueTrace(currentTrace.getStore(), name, undefined, 'SERVER');
  span.end();
  return span.traceparent;
};
