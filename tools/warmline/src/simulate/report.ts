import type { Scores } from '../forecast/forecast-scores.ts';
import { scoreTable } from '../forecast/score.ts';
import { table } from '../table.ts';
import { SERVICE_LEVEL_SECONDS, type SimulationMetrics } from './metrics.ts';

export interface Summary extends SimulationMetrics {
  readonly scenario: string;
  readonly seed: number;
  readonly days: number;
  readonly warmupDays: number;
  /** Of the delayed requests after the warm-up; absent without forecasts. */
  readonly forecast?: Scores;
  /** Of the published wait estimates; absent without them. Its `mae` is that of the median, because an estimate has no mean. */
  readonly estimates?: Scores;
  readonly promises?: { readonly ended: number; readonly kept: number };
}

const percent = (share: number): string => (100 * share).toFixed(1);
const seconds = (value: number): string => value.toFixed(1);

/** The summary as text. */
export const reportOf = (summary: Summary): string => {
  const { waits, occupancy, forecast, estimates, promises } = summary;
  const waitTable = table([
    ['subject', 'requests', 'abandoned %', `<= ${SERVICE_LEVEL_SECONDS} s %`, 'mean s', 'p50', 'p80', 'p95', 'longest'],
    ...Object.entries(waits).map(([name, w]) => [
      ...[name, String(w.requests), percent(w.abandoned), percent(w.serviceLevel)],
      ...[w.mean, w.p50, w.p80, w.p95, w.longest].map(seconds),
    ]),
  ]);
  const staffTable = table([
    ['team', 'agents', 'occupancy %', 'lowest', 'highest', 'variation'],
    ...Object.entries(occupancy).map(([name, o]) => [
      ...[name, String(o.agents), percent(o.occupancy), percent(o.lowest), percent(o.highest), o.variation.toFixed(3)],
    ]),
  ]);
  const scores = [
    ...(forecast === undefined ? [] : [['forecast', forecast] as const]),
    ...(estimates === undefined ? [] : [['estimates', estimates] as const]),
  ];
  const kept =
    promises === undefined || promises.ended === 0
      ? []
      : [`promises kept: ${percent(promises.kept / promises.ended)} % of ${promises.ended}`];
  return [waitTable, staffTable, ...(scores.length === 0 ? [] : [scoreTable(scores)]), ...kept].join('\n\n');
};
