import { writeFileSync } from 'node:fs';
import type { WaitForecast } from '@warmline/queue-wait-estimation/forecast';
import type { z } from 'zod';
import { UsageError } from '../errors.ts';
import { eachLine } from '../json-lines.ts';
import { table } from '../table.ts';
import { forecastRow, truthRow } from './forecast-rows.ts';
import { type Coverage, type ScoredForecast, type Scores, scoresOf } from './forecast-scores.ts';

export interface Options {
  readonly in: string;
  /** {id, offered_wait, delayed, scored}, plain or .gz. */
  readonly truth: string;
  readonly json: boolean;
  /** Where to write an SVG of the forecasts against the truth. */
  readonly plot?: string | undefined;
}

/** Reads all lines, or throws: the score of a part would mislead. */
export const readAllRows = async <T>(file: string, schema: z.ZodType<T>): Promise<T[]> => {
  const rows: T[] = [];
  await eachLine(
    file,
    schema,
    (row) => void rows.push(row),
    (line, why) => {
      throw new UsageError(`${file}, line ${line}: ${why}`);
    },
  );
  return rows;
};

/** Scores forecasts on the rows of the truth that are `scored` and `delayed`. False if one of them has no forecast. */
export const scoreForecasts = async (options: Options, print: (line: string) => void): Promise<boolean> => {
  const forecasts = new Map((await readAllRows(options.in, forecastRow)).map((row) => [row.id, row]));
  const { compared, missing } = matchForecasts(await readAllRows(options.truth, truthRow), forecasts);
  const scores = scoresOf(compared);
  print(options.json ? JSON.stringify({ ...scores, missing }) : `${scoreTable([['forecast', scores]])}`);
  if (options.plot !== undefined) {
    const { plotOf } = await import('./plot.ts');
    writeFileSync(options.plot, plotOf(compared, 'Forecast against truth'));
  }
  if (missing > 0) process.stderr.write(`${missing} of ${missing + compared.length} requests have no forecast\n`);
  return missing === 0;
};

export const matchForecasts = (
  truth: readonly z.infer<typeof truthRow>[],
  forecasts: ReadonlyMap<string, WaitForecast>,
) => {
  const compared: ScoredForecast[] = [];
  let missing = 0;
  for (const { id, offered_wait: wait, scored, delayed } of truth) {
    if (!scored || !delayed) continue;
    const forecast = forecasts.get(id);
    if (forecast === undefined) missing += 1;
    else compared.push({ ...forecast, wait });
  }
  return { compared, missing };
};

const coverageText = ({ below, upTo }: Coverage): string => `${(100 * below).toFixed(1)}-${(100 * upTo).toFixed(1)}`;

export const scoreTable = (rows: readonly (readonly [string, Scores])[]): string =>
  table([
    ['', 'rows', 'mean wait', 'MAE', 'of p50', 'RMSE', 'bias %', 'pinball .8', 'cover80 %', 'cover90 %'],
    ...rows.map(([name, s]) => [
      name,
      String(s.rows),
      s.meanWait.toFixed(1),
      s.mae.toFixed(2),
      s.maeMedian.toFixed(2),
      s.rmse.toFixed(1),
      (100 * s.bias).toFixed(1),
      s.pinball80.toFixed(2),
      coverageText(s.cover80),
      coverageText(s.cover90),
    ]),
  ]);
