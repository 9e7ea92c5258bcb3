export { meanWait, waitQuantile } from './domain/erlang-a.ts';
export { agenda } from './domain/forecast/agenda.ts';
export { DAY } from './domain/forecast/arrivals.ts';
export type { Forecast, LogEvent, Rules } from './domain/forecast/events.ts';
export {
  asShipped,
  type Choice,
  centre,
  ESTIMATORS,
  type EstimatorName,
  forecaster,
} from './domain/forecast/forecaster.ts';
export { markov } from './domain/forecast/markov.ts';
export { exponential, type Random, randomOf, weighted } from './domain/forecast/random.ts';
export { everyone, futuresFor, twin } from './domain/forecast/twin.ts';
export { logGamma } from './domain/special.ts';
