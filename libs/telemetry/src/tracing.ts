import {
  type Attributes,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';

export interface TracingOptions {
  /** Shown as `service.name`; one per process. */
  readonly service: string;
  /** An OTLP/HTTP collector, such as http://localhost:4318. Tracing stays off without an endpoint or exporter. */
  readonly endpoint?: string;
  /** Used instead of a collector. */
  readonly exporter?: NodeSDKConfiguration['traceExporter'];
}

/** A started span. */
export interface SpanHandle {
  /** W3C traceparent for outputs: of this span, or the incoming one while tracing is off. */
  readonly traceparent: string | undefined;
  /** Ends the span, as failed if there is an error. Call it once. */
  end(error?: unknown): void;
}

/** Set while tracing is on. */
let tracer: Tracer | undefined;

/** Returns a function that sends pending spans and turns tracing off. Loads the SDK only if spans are exported. */
export const startTracing = async ({ service, endpoint, exporter }: TracingOptions): Promise<() => Promise<void>> => {
  if (endpoint === undefined && exporter === undefined) return async () => undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const sdk = new NodeSDK({
    serviceName: service,
    traceExporter: exporter ?? new OTLPTraceExporter({ url: tracesUrl(endpoint ?? '') }),
    autoDetectResources: false,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  tracer = trace.getTracer('warmline');
  return async () => {
    tracer = undefined;
    // An unavailable collector must not block the shutdown of the process.
    await sdk.shutdown().catch(() => undefined);
    trace.disable();
    propagation.disable();
  };
};

const tracesUrl = (endpoint: string): string =>
  endpoint.endsWith('/v1/traces') ? endpoint : `${endpoint.replace(/\/+$/, '')}/v1/traces`;

const noop = () => undefined;

/**
 * Starts a span as a child of the traceparent, or a root span without one. The context is passed by value, not by async context:
 * it survives the outbox and batches of many events. Cost while tracing is off: one allocation.
 */
export const continueTrace = (
  traceparent: string | undefined,
  name: string,
  attributes?: Attributes,
  kind: keyof typeof SpanKind = 'INTERNAL',
): SpanHandle => {
  if (tracer === undefined) return { traceparent, end: noop };
  const parent = traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });
  const span = tracer.startSpan(
    name,
    { kind: SpanKind[kind], ...(attributes === undefined ? {} : { attributes }) },
    parent,
  );
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpan(parent, span), carrier);
  return {
    traceparent: carrier.traceparent ?? traceparent,
    end: (error) => {
      if (error !== undefined) {
        span.recordException(error instanceof Error ? error : String(error));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
};

/** Runs `work` in a span and passes it the traceparent for its outputs. */
export const withSpan = async <T>(
  name: string,
  traceparent: string | undefined,
  work: (traceparent: string | undefined) => T | Promise<T>,
  attributes?: Attributes,
): Promise<T> => {
  const span = continueTrace(traceparent, name, attributes);
  try {
    const result = await work(span.traceparent);
    span.end();
    return result;
  } catch (error) {
    span.end(error ?? 'failed');
    throw error;
  }
};

/** The traceparent of a new trace, whose root span ends at once; undefined while tracing is off. */
export const newTraceparent = (name = 'start'): string | undefined => {
  const root = continueTrace(undefined, name);
  root.end();
  return root.traceparent;
};
