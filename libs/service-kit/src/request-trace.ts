import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import type { Subject } from '@warmline/messaging';
import { isTraceparent, type Span, type Tracer } from '@warmline/telemetry';
import { subjectAttributes } from './runtime-tracing.ts';

interface RequestTrace {
  readonly traceparent: string;
  readonly span?: Span;
}
const current = new AsyncLocalStorage<RequestTrace>();

/** What the hook reads of a request of Fastify. */
export interface TracedRequest {
  readonly method: string;
  readonly url: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly routeOptions?: { readonly url?: string | undefined };
}

/**
 * Fastify `onRequest` hook that keeps the trace of a request: a span of its own while tracing is on, otherwise that of the caller. Names
 * follow the semantic conventions of OpenTelemetry for HTTP servers (stable). The query and the address of the client are left out: they are personal data.
 */
export const traceRequests =
  (tracer: Tracer | undefined) =>
  (request: TracedRequest, reply: { readonly raw: ServerResponse }, done: () => void): void => {
    const { method, url, protocol, hostname, headers, routeOptions } = request;
    const caller = isTraceparent(headers.traceparent) ? headers.traceparent : undefined;
    const route = routeOptions?.url;
    if (tracer === undefined) {
      if (caller === undefined) done();
      else current.run({ traceparent: caller }, done);
      return;
    }
    const span = tracer.start(route === undefined ? method : `${method} ${route}`, {
      parent: caller,
      kind: 'SERVER',
      attributes: {
        'http.request.method': method,
        'url.path': url.split('?', 1)[0] ?? '',
        'url.scheme': protocol,
        'server.address': hostname,
        ...(route === undefined ? {} : { 'http.route': route }),
      },
    });
    const { raw } = reply;
    // Also follows a connection that was lost, and the end of a stream.
    raw.once('close', () => {
      span.set({ 'http.response.status_code': raw.statusCode });
      span.end(raw.statusCode >= 500 ? String(raw.statusCode) : undefined);
    });
    current.run({ traceparent: span.traceparent, span }, done);
  };

/** The trace of the current request: its span, or the caller's while tracing is off. Undefined outside of a request. `subject`: what it is about. */
export const requestTraceparent = (subject?: Subject): string | undefined => {
  const trace = current.getStore();
  if (subject !== undefined) trace?.span?.set(subjectAttributes(subject));
  return trace?.traceparent;
};
