import {
  type Attributes,
  ROOT_CONTEXT,
  type Tracer as SdkTracer,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { VERSION } from './version.ts';

export interface TracingOptions {
  /** `service.name` of the spans, unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES names another; one per process. */
  readonly service: string;
  /** An OTLP/HTTP collector, such as http://localhost:4318. Tracing stays off without an endpoint or exporter. */
  readonly endpoint?: string | undefined;
  /** Used instead of a collector. */
  readonly exporter?: NodeSDKConfiguration['traceExporter'];
}

export interface SpanOptions {
  /** W3C traceparent of the parent. Without a valid one the span starts a trace. */
  readonly parent?: string | undefined;
  readonly kind?: keyof typeof SpanKind;
  readonly attributes?: Attributes;
  /** When it began, in milliseconds since 1970; default: now. */
  readonly since?: number;
  /** Traceparents of spans it belongs to besides its parent. */
  readonly links?: readonly (string | undefined)[];
}

/** A started span, recorded or not. */
export interface Span {
  /** W3C traceparent for what the span causes. It carries the decision to record the trace. */
  readonly traceparent: string;
  set(attributes: Attributes): void;
  /**
   * Ends the span, as failed if there is an error, or a word for one. Its message is not exported: it may quote what people wrote.
   * Call it once.
   */
  end(error?: unknown): void;
}

/** Starts spans. The context is passed by value, not by async context: it survives the outbox and batches of many events. */
export interface Tracer {
  start(name: string, options?: SpanOptions): Span;
}

let isOn = false;

/**
 * Returns a function that sends pending spans and turns tracing off. Loads the SDK only if spans are exported. The SDK reads the sampler
 * (OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG), its queue (OTEL_BSP_*) and the headers of the collector from the environment.
 */
export const startTracing = async ({ service, endpoint, exporter }: TracingOptions): Promise<() => Promise<void>> => {
  if (endpoint === undefined && exporter === undefined) return async () => undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const resources = await import('@opentelemetry/resources');
  const sdk = new NodeSDK({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.name': service, 'service.version': VERSION })),
    // The later one wins: OTEL_SERVICE_NAME over OTEL_RESOURCE_ATTRIBUTES, both over the above.
    resourceDetectors: [
      resources.serviceInstanceIdDetector,
      resources.resourceAttributesEnvDetector,
      resources.serviceNameEnvDetector,
    ],
    traceExporter: exporter ?? new OTLPTraceExporter({ url: tracesUrl(endpoint ?? '') }),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  isOn = true;
  return async () => {
    isOn = false;
    // An unavailable collector must not block the shutdown of the process.
    await sdk.shutdown().catch(() => undefined);
    trace.disable();
  };
};

const tracesUrl = (endpoint: string): string =>
  endpoint.endsWith('/v1/traces') ? endpoint : `${endpoint.replace(/\/+$/, '')}/v1/traces`;

/** The tracer of a part of the process, which names the scope of its spans. Undefined while tracing is off: callers then do no work. */
export const tracerFor = (scope: string): Tracer | undefined => {
  if (!isOn) return undefined;
  const tracer = trace.getTracer(scope, VERSION);
  return { start: (name, options) => startSpan(tracer, name, options) };
};

/** version-traceid-parentid-flags (W3C Trace Context §3.2). */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

export const isTraceparent = (text: unknown): text is string => typeof text === 'string' && TRACEPARENT.test(text);

const contextOf = (traceparent: string | undefined): SpanContext | undefined => {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  return traceId === '' ? undefined : { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
};

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The code of an error of Node or Postgres, else its class. */
const errorType = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : error.name;
};

const startSpan = (tracer: SdkTracer, name: string, options: SpanOptions = {}): Span => {
  const { parent, kind = 'INTERNAL', attributes, since, links = [] } = options;
  const parentContext = contextOf(parent);
  const span = tracer.startSpan(
    name,
    {
      kind: SpanKind[kind],
      ...(attributes === undefined ? {} : { attributes }),
      ...(since === undefined ? {} : { startTime: since }),
      links: links.flatMap((link) => {
        const context = contextOf(link);
        return context === undefined ? [] : [{ context }];
      }),
    },
    parentContext === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parentContext),
  );
  return {
    traceparent: traceparentOf(span.spanContext()),
    set: (more) => void span.setAttributes(more),
    end: (error) => {
      if (error !== undefined) {
        span.setAttribute('error.type', errorType(error));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
};
