export { meanWait, waitQuantile } from './domain/erlang-a.ts';
export type { Forecast, LogEvent, Rules } from './domain/forecast/events.ts';
export { forecaster } from './domain/forecast/forecaster.ts';
