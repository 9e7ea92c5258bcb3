import { ESTIMATORS, forecaster, type LogEvent, type WaitForecast } from '@warmline/queue-wait-estimation/forecast';
import { type BaselineEstimator, baselineEstimator } from './baseline-estimators.ts';
import { readRules } from './forecast.ts';
import { logEvent, truthRow } from './forecast-rows.ts';
import { scoresOf } from './forecast-scores.ts';
import { matchForecasts, readAllRows, scoreTable } from './score.ts';

export interface Options {
  readonly in: string;
  readonly rules: string;
  readonly truth: string;
  readonly futures: number;
  readonly json: boolean;
}

/** Replays a log through every estimator and the baselines, and prints the scores. An invalid line ends it. */
export const compareEstimators = async (options: Options, print: (line: string) => void): Promise<boolean> => {
  const rules = readRules(options.rules);
  const events: LogEvent[] = await readAllRows(options.in, logEvent);
  const truth = await readAllRows(options.truth, truthRow);
  const rows = [...ESTIMATORS, ...(['recent', 'last'] satisfies BaselineEstimator[])].map((name) => {
    const forecastOf =
      name === 'recent' || name === 'last'
        ? baselineEstimator(name)
        : forecaster(rules, { estimator: name, futures: options.futures });
    const forecasts = new Map<string, WaitForecast>();
    for (const event of events) {
      const forecast = forecastOf(event);
      if (forecast !== null) forecasts.set(forecast.id, forecast);
    }
    return [name, scoresOf(matchForecasts(truth, forecasts).compared)] as const;
  });
  print(options.json ? JSON.stringify(Object.fromEntries(rows)) : scoreTable(rows));
  return true;
};
