import { type ForecasterOptions, forecaster, type RoutingRules } from '@warmline/queue-wait-estimation/forecast';
import { readJson } from '../json-file.ts';
import { mapLines } from '../json-lines.ts';
import { logEvent, rulesFile } from './forecast-rows.ts';

export interface Options extends ForecasterOptions {
  /** A log, plain or .gz, or `-` for standard input. */
  readonly in: string;
  readonly rules: string;
  /** A file, or `-` for standard output. */
  readonly out: string;
}

/**
 * Replays a log and writes a forecast at each request, each from the lines before it. False if a line was invalid: it is reported
 * and skipped. The same log and rules give the same forecasts.
 */
export const forecastLog = async (options: Options): Promise<boolean> =>
  mapLines(options, logEvent, forecaster(readRules(options.rules), options));

export const readRules = (file: string): RoutingRules => readJson(file, rulesFile).data;
