import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DAY_SECONDS,
  forecaster,
  type RoutingRules,
  type WaitForecast,
} from '@warmline/queue-wait-estimation/forecast';
import { Presets, SingleBar } from 'cli-progress';
import { UsageError } from '../errors.ts';
import { scoresOf } from '../forecast/forecast-scores.ts';
import { matchForecasts } from '../forecast/score.ts';
import { lineWriter } from '../json-lines.ts';
import { metricsOf } from './metrics.ts';
import type { EventLine, OutputLine } from './output-lines.ts';
import { reportOf, type Summary } from './report.ts';
import { runSimulation, type SimulationResult } from './run.ts';
import { readScenario, type Scenario } from './scenario.ts';

export interface Options {
  readonly scenario: string;
  /** A folder; it is created if it is missing. */
  readonly out: string;
  readonly days?: number | undefined;
  readonly seed?: number | undefined;
  readonly forecasts: boolean;
  readonly futures: number;
  readonly estimates: boolean;
  readonly json: boolean;
}

/**
 * Simulates a contact centre, writes its log and prints a summary. Files in `out`: events, assignments, truth and, if selected,
 * forecasts and estimates (JSON lines), rules.json, summary.json. Times are seconds since the beginning.
 */
export const simulate = async (options: Options, print: (line: string) => void): Promise<void> => {
  const { scenario: input, ignoredPaths } = readScenario(options.scenario);
  for (const path of ignoredPaths) process.stderr.write(`${options.scenario}: ${path} has no effect\n`);
  const scenario = withDays(input, options.days ?? input.days);
  const { days } = scenario;
  const seed = options.seed ?? scenario.seed;
  const began = performance.now();
  const out = outputFolder(options.out);
  const rules = rulesOf(scenario);
  const { credit_s, subjects: topics } = rules;
  writeFileSync(out('rules.json'), `${JSON.stringify({ credit_s, topics }, null, 1)}\n`);
  const files = {
    events: await lineWriter(out('events.jsonl')),
    assignments: await lineWriter(out('assignments.jsonl')),
    ...(options.estimates ? { estimates: await lineWriter(out('estimates.jsonl')) } : {}),
    ...(options.forecasts ? { forecasts: await lineWriter(out('forecasts.jsonl')) } : {}),
  };
  const forecastOf = forecaster(rules, { estimator: 'blend', futures: options.futures });
  const forecasts = new Map<string, WaitForecast>();
  const firstEstimates = new Map<string, WaitForecast>();
  const bar = process.stderr.isTTY === true ? barOf(days) : undefined;

  const lines = runSimulation(scenario, { seed, days, estimates: options.estimates });
  let end: SimulationResult;
  let seq = 0;
  for (;;) {
    const { done, value: line } = lines.next();
    if (done === true) {
      end = line;
      break;
    }
    const numbered = line.to === 'events' ? { seq: seq++, ...toLogRow(line.row) } : line.row;
    await files[line.to]?.write(JSON.stringify(numbered));
    if (line.to === 'estimates') keepFirstEstimate(firstEstimates, line.row);
    if (line.to !== 'events') continue;
    bar?.update(Math.floor(line.row.t / 360) / 10);
    const made = options.forecasts ? forecastOf(line.row) : null;
    if (made === null) continue;
    forecasts.set(made.id, made);
    await files.forecasts?.write(JSON.stringify(made));
  }
  bar?.stop();
  const from = scenario.warmup_days * DAY_SECONDS;
  const truth = truthRows(end, from);
  const truthFile = await lineWriter(out('truth.jsonl'));
  for (const row of truth) await truthFile.write(JSON.stringify(row));
  await Promise.all([truthFile, ...Object.values(files)].map((file) => file.close()));

  const summary: Summary = {
    ...{ scenario: scenario.name, seed, days, warmupDays: scenario.warmup_days },
    ...metricsOf(end, from),
    ...(options.forecasts ? { forecast: scoresOf(matchForecasts(truth, forecasts).compared) } : {}),
    ...(options.estimates
      ? {
          estimates: scoresOf(matchForecasts(truth, firstEstimates).compared),
          promises: { ended: end.promisesEnded, kept: end.promisesKept },
        }
      : {}),
  };
  writeFileSync(out('summary.json'), `${JSON.stringify(summary, null, 1)}\n`);
  print(options.json ? JSON.stringify(summary) : reportOf(summary));
  const took = ((performance.now() - began) / 1000).toFixed(1);
  process.stderr.write(`${end.requests.length} requests of ${days} days in ${took} s, in ${options.out}\n`);
};

/** An event in the format of the log, which names the subject of a request `topic`. */
const toLogRow = (row: EventLine): object => {
  if (row.type !== 'handoff.requested') return row;
  const { subject: topic, ...request } = row;
  return { ...request, topic };
};

/** The scenario with this many days, of which at least the last one counts. */
const withDays = (scenario: Scenario, days: number): Scenario => ({
  ...scenario,
  days,
  warmup_days: Math.min(scenario.warmup_days, days - 1),
});

const outputFolder = (folder: string): ((name: string) => string) => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${folder} cannot be created: ${error instanceof Error ? error.message : String(error)}`);
  }
  return (name) => join(folder, name);
};

const rulesOf = ({ credit_s, subjects }: Scenario): RoutingRules => ({
  credit_s,
  subjects: Object.fromEntries(
    Object.entries(subjects).map(([name, { groups, fallback_after_s }]) => [name, { groups, fallback_after_s }]),
  ),
});

/** Keeps the first estimate of each customer that has quantiles. */
const keepFirstEstimate = (
  firstEstimates: Map<string, WaitForecast>,
  { id, p50, p80, p90 }: Extract<OutputLine, { to: 'estimates' }>['row'],
): void => {
  if (firstEstimates.has(id) || p50 === undefined || p80 === undefined || p90 === undefined) return;
  firstEstimates.set(id, { id, mean: p50, p50, p80, p90 });
};

/** Delayed: no offer was made at once. A request still queued at the end of the simulation has no offered wait and is not scored. */
const truthRows = ({ requests }: SimulationResult, from: number) =>
  requests.map(({ id, t, subject, level, outcome, firstOfferedAt, waited, offeredWait }) => ({
    ...{ id, t, subject, priority: level, outcome },
    actual_wait: waited ?? 0,
    offered_wait: offeredWait ?? 0,
    delayed: firstOfferedAt !== t,
    scored: t >= from && offeredWait !== null,
  }));

const barOf = (days: number): SingleBar => {
  const format = 'simulate {bar} {value}/{total} hours, {eta_formatted} left';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
  bar.start(days * 24, 0);
  return bar;
};
