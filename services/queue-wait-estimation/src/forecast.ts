export { meanWait, waitQuantile } from './domain/erlang-a.ts';
export type { Forecast, LogEvent, Rules } from './domain/forecast/events.ts';
export { asShipped, type Choice, ESTIMATORS, type EstimatorName, forecaster } from './domain/forecast/forecaster.ts';
