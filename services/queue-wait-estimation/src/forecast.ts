export { meanWait, waitQuantile } from './domain/erlang-a.ts';
export { DAY_SECONDS } from './domain/forecast/arrival-model.ts';
export { forecastQueue, futureCount, twinEstimator } from './domain/forecast/digital-twin.ts';
export { eventQueue } from './domain/forecast/event-queue.ts';
export {
  centreModel,
  defaultOptions,
  ESTIMATORS,
  type EstimatorName,
  type ForecasterOptions,
  forecaster,
} from './domain/forecast/forecaster.ts';
export type { LogEvent, RoutingRules, WaitForecast } from './domain/forecast/log-events.ts';
export { markovEstimator } from './domain/forecast/markov-estimator.ts';
export { exponential, type Random, randomOf, weighted } from './domain/forecast/random.ts';
export { logGamma } from './domain/special-functions.ts';
