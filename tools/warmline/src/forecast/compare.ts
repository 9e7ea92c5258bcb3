import { ESTIMATORS, type Forecast, forecaster, type LogEvent } from '@warmline/queue-wait-estimation/forecast';
import { readRules } from './forecast.ts';
import { scoresOf } from './measures.ts';
import { type Plain, plainly } from './plain.ts';
import { logEvent, truthRow } from './rows.ts';
import { match, readAll, scoreTable } from './score.ts';

export interface Options {
  readonly in: string;
  readonly rules: string;
  readonly truth: string;
  readonly futures: number;
  readonly json: boolean;
}

/** Replays a log through every estimator, and through the plain ones beside them, and prints how each did. A bad line ends it. */
export const compareOn = async (options: Options, print: (line: string) => void): Promise<boolean> => {
  const rules = readRules(options.rules);
  const events: LogEvent[] = await readAll(options.in, logEvent);
  const truth = await readAll(options.truth, truthRow);
  const rows = [...ESTIMATORS, ...(['recent', 'last'] satisfies Plain[])].map((name) => {
    const forecastOf =
      name === 'recent' || name === 'last'
        ? plainly(name)
        : forecaster(rules, { estimator: name, futures: options.futures });
    const made = new Map<string, Forecast>();
    for (const event of events) {
      const forecast = forecastOf(event);
      if (forecast !== null) made.set(forecast.id, forecast);
    }
    return [name, scoresOf(match(truth, made).told)] as const;
  });
  print(options.json ? JSON.stringify(Object.fromEntries(rows)) : scoreTable(rows));
  return true;
};
