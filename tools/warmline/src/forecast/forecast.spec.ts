import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { defaultOptions } from '@warmline/queue-wait-estimation/forecast';
import { forecastLog } from './forecast.ts';
import { scoresOf } from './forecast-scores.ts';
import { scoreForecasts } from './score.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-forecast-'));
  writeFileSync(at('rules.json'), '{"credit_s":300,"topics":{"billing":{"groups":["b"],"fallback_after_s":[0]}}}');
});
afterAll(() => rmSync(folder, { recursive: true }));

const lines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
const log = [
  { t: 0, type: 'agent.status', agent: 'a', status: 'online', groups: ['b'], capacity: 1 },
  { t: 5, type: 'handoff.requested', id: 'x', topic: 'billing', priority: 0 },
  { t: 5, type: 'handoff.assigned', id: 'x', agent: 'a', group: 'b' },
  { t: 9, type: 'handoff.requested', id: 'y', topic: 'billing', priority: 1 },
];

test('every request of a gzipped log gets a forecast, and an invalid line is reported', async () => {
  writeFileSync(at('log.jsonl.gz'), gzipSync(`${lines(log)}\nnot json\n`));
  const messages: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => messages.push(String(line)) > 0);
  const good = await forecastLog({
    ...defaultOptions,
    in: at('log.jsonl.gz'),
    rules: at('rules.json'),
    out: at('forecasts.jsonl'),
  });
  write.mockRestore();
  expect(good).toBe(false);
  expect(messages.join('')).toMatch(/^line 5: not JSON/);
  const rows = readFileSync(at('forecasts.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ id }) => id)).toEqual(['x', 'y']);
  expect(rows[0]).toEqual({ id: 'x', mean: 0, p50: 0, p80: 0, p90: 0 });
  expect(rows[1].p80).toBeGreaterThan(rows[1].p50);
});

test('rules without a delay for each team are refused before anything is written', async () => {
  writeFileSync(at('odd.json'), '{"credit_s":0,"topics":{"billing":{"groups":["b","c"],"fallback_after_s":[0]}}}');
  const asked = { ...defaultOptions, in: at('log.jsonl.gz'), rules: at('odd.json'), out: at('none.jsonl') };
  await expect(forecastLog(asked)).rejects.toThrow('a delay for each group');
});

test('the score fails if a request to be scored has no forecast', async () => {
  writeFileSync(at('scored.jsonl'), lines([{ id: 'x', mean: 10, p50: 10, p80: 20, p90: 30 }]));
  const truth = (id: string) => ({ id, offered_wait: 15, delayed: true, scored: true });
  writeFileSync(at('truth.jsonl'), lines([truth('x'), truth('y'), { ...truth('z'), scored: false }]));
  const messages: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const good = await scoreForecasts({ in: at('scored.jsonl'), truth: at('truth.jsonl'), json: true }, (line) =>
    messages.push(line),
  );
  write.mockRestore();
  expect(good).toBe(false);
  expect(JSON.parse(messages.join(''))).toMatchObject({ rows: 1, missing: 1, mae: 5 });
});

test('errors are those of the mean, the pinball loss is that of the quantile, and a wait equal to the quantile is covered but not below', () => {
  const forecast = { mean: 10, p50: 8, p80: 20, p90: 30 };
  const scores = scoresOf([
    { ...forecast, wait: 20 },
    { ...forecast, wait: 30 },
  ]);
  expect(scores).toMatchObject({ rows: 2, meanWait: 25, mae: 15, maeMedian: 17, bias: -0.6 });
  expect(scores.pinball80).toBeCloseTo(4, 12);
  expect(scores.cover80).toEqual({ below: 0, upTo: 0.5 });
  expect(scores.cover90).toEqual({ below: 0.5, upTo: 1 });
});
