export { Health, type StuckLoop, type UnmetCondition } from './health.ts';
export { type ObservedService, startHealthServer } from './health-server.ts';
export { type Logger, type LogOptions, logger, redactedPaths } from './log.ts';
export { type MetricDeclaration, metricDeclarations } from './metric-declarations.ts';
export {
  EXPOSITION_CONTENT_TYPE,
  exposition,
  httpMetricsHook,
  type Metrics,
  metricsFor,
  processMetrics,
} from './metrics.ts';
export {
  continueTrace,
  newTraceparent,
  type SpanHandle,
  startTracing,
  type TracingOptions,
  withSpan,
} from './tracing.ts';
