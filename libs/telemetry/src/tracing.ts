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
  /** Shown as service.name; one a process. */
  readonly service: string;
  /** Of an OTLP/HTTP collector, such as http://localhost:4318; without it (and without an exporter) tracing stays off. */
  readonly endpoint?: string;
  /** Instead of a collector. */
  readonly exporter?: NodeSDKConfiguration['traceExporter'];
}

/** A span that goes on from a header. */
export interface SpanHandle {
  /** W3C traceparent for what is caused here: this span's, or the one that came in while tracing is off. */
  readonly traceparent: string | undefined;
  /** Ends the span, as failed when there is an error. To be called once. */
  end(error?: unknown): void;
}

/** Set while tracing is on. */
let tracer: Tracer | undefined;

/** Resolves to the stop, which sends what is gathered and turns tracing off. Loads the SDK only when there is somewhere to send to. */
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
    // A collector that is away must not keep the process from ending well.
    await sdk.shutdown().catch(() => undefined);
    trace.disable();
    propagation.disable();
  };
};

const tracesUrl = (endpoint: string): string =>
  endpoint.endsWith('/v1/traces') ? endpoint : `${endpoint.replace(/\/+$/, '')}/v1/traces`;

const noop = () => undefined;

/**
 * Starts a span as the child of the one a traceparent names, of none without one. The context goes by value, not by async context:
 * it survives the outbox and a batch of many events. While tracing is off it costs one allocation.
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

/** Runs `work` within a span; gives it the traceparent to hand on. */
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

/** The traceparent of a new trace, whose root span is a moment; undefined while tracing is off. */
export const newTraceparent = (name = 'start'): string | undefined => {
  const root = continueTrace(undefined, name);
  root.end();
  return root.traceparent;
};
