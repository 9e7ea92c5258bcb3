import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { forecastLog } from '../forecast/forecast.ts';
import { scoreForecasts } from '../forecast/score.ts';
import { simulate } from './simulate.ts';
import { quietForm } from './small.fixtures.ts';

let folder: string;
let scenario: string;
let summary: Awaited<ReturnType<typeof run>>;
const defaults = { forecasts: true, futures: 5, estimates: false, json: true };
const run = async (out: string, options: object = {}) => {
  const printed: string[] = [];
  await simulate({ ...defaults, scenario, out: join(folder, out), ...options }, (line) => void printed.push(line));
  return JSON.parse(printed.join('\n'));
};
const text = (out: string, file: string): string => readFileSync(join(folder, out, file), 'utf8');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-simulate-'));
  scenario = join(folder, 'scenario.json');
  writeFileSync(scenario, JSON.stringify({ ...quietForm, days: 2, warmup_days: 1 }));
  summary = await run('once');
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('a scenario gives its files, the same ones twice, and prints their summary', async () => {
  await run('twice');
  const files = ['assignments.jsonl', 'events.jsonl', 'forecasts.jsonl', 'rules.json', 'summary.json', 'truth.jsonl'];
  expect(readdirSync(join(folder, 'once')).sort()).toEqual(files);
  for (const file of files) expect([file, text('twice', file)]).toEqual([file, text('once', file)]);
  expect(JSON.parse(text('once', 'summary.json'))).toEqual(summary);
  expect(summary).toMatchObject({ days: 2, warmupDays: 1, seed: 1, scenario: 'small' });
  const why = JSON.parse(text('once', 'assignments.jsonl').split('\n')[0] ?? '').why;
  expect(why).toMatchObject({ rule: expect.any(String), considered: expect.any(Array) });
});

test('forecasting from the log and rules reproduces the forecasts, and their score is the printed one', async () => {
  const at = (file: string): string => join(folder, 'once', file);
  const files = { in: at('events.jsonl'), rules: at('rules.json'), out: join(folder, 'again.jsonl') };
  expect(await forecastLog({ ...files, estimator: 'blend', futures: 5 })).toBe(true);
  expect(text('.', 'again.jsonl')).toBe(text('once', 'forecasts.jsonl'));
  const printed: string[] = [];
  const scored = { in: join(folder, 'again.jsonl'), truth: at('truth.jsonl'), json: true };
  expect(await scoreForecasts(scored, (line) => void printed.push(line))).toBe(true);
  const { missing, ...scores } = JSON.parse(printed.join('\n'));
  expect([missing, scores]).toEqual([0, summary.forecast]);
});

test('with fewer days than the warm-up, the last day counts', async () => {
  const short = await run('short', { days: 1, forecasts: false });
  expect(short).toMatchObject({ days: 1, warmupDays: 0 });
  expect(short.waits.all.requests).toBeGreaterThan(100);
  expect(short.forecast).toBeUndefined();
});

test('a missing or invalid scenario is reported with its file name', async () => {
  await expect(run('none', { scenario: join(folder, 'nowhere.json') })).rejects.toThrow(/nowhere\.json cannot be read/);
  writeFileSync(join(folder, 'bad.json'), '{');
  await expect(run('none', { scenario: join(folder, 'bad.json') })).rejects.toThrow(/bad\.json is not JSON/);
});
