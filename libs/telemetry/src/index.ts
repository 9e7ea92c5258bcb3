export { Health, healthController, type Missing, type Observed } from './health.ts';
export { type Logger, type LogOptions, logger, redactedPaths } from './log.ts';
export { type MetricDeclaration, metricDeclarations } from './metric-declarations.ts';
export {
  EXPOSITION,
  exposition,
  httpRecorder,
  type Metrics,
  metricsFor,
  processMetrics,
} from './metrics.ts';
export { type Continued, continueTrace, newTraceparent, startTracing, type TracingOptions, traced } from './tracing.ts';
