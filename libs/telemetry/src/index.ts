export { Health, type StuckLoop, type UnmetCondition } from './health.ts';
export { type ObservedService, startHealthServer } from './health-server.ts';
export { type Logger, type LogOptions, logger, redactedPaths } from './log.ts';
export type { MetricDeclaration } from './metric-declaration.ts';
export { metricDeclarations } from './metric-declarations.ts';
export {
  collectWith,
  EXPOSITION_CONTENT_TYPE,
  exposition,
  httpMetricsHook,
  type Metrics,
  metricsFor,
  processMetrics,
} from './metrics.ts';
export {
  isTraceparent,
  type Span,
  type SpanOptions,
  startTracing,
  type Tracer,
  type TracingOptions,
  tracerFor,
} from './tracing.ts';
