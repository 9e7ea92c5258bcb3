import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { erlangFile } from './erlang.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-erlang-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('every queue of a plain or gzipped file gets its exact wait, in the order of the input', async () => {
  const [from, zipped, to] = [join(folder, 'in.jsonl'), join(folder, 'in.jsonl.gz'), join(folder, 'out.jsonl')];
  const rows = [
    { id: 'patient', s: 2, mu_per_s: 0.005, theta_per_s: 0, n_ahead: 0 },
    { id: 'leaves', s: 2, mu_per_s: 0.005, theta_per_s: 0.01, n_ahead: 1 },
    { id: 'long', s: 1000, mu_per_s: 1e6, theta_per_s: 1e-3, n_ahead: 10_000 },
  ];
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  writeFileSync(from, text);
  writeFileSync(zipped, gzipSync(text));
  for (const file of [from, zipped]) {
    expect(await erlangFile({ in: file, out: to })).toBe(true);
    const [patient, leaves, long] = linesOf(to);
    expect(patient).toMatchObject({ id: 'patient', mean: 100 });
    expect(patient.p50).toBeCloseTo(100 * Math.LN2, 9);
    expect(leaves.mean).toBeCloseTo(150, 9);
    // W = -ln(B)/theta with B ~ Beta(1, 2): P(W <= t) = (1 - e^-theta t)^2.
    expect(leaves.p80).toBeCloseTo(-100 * Math.log1p(-Math.sqrt(0.8)), 6);
    expect(long.mean / 1.0001e-5).toBeCloseTo(1 - 5e-9, 11);
    expect(long.p90).toBeGreaterThan(long.p80);
  }
});

test('a queue without servers is reported by its line, and the others are written', async () => {
  const [from, to] = [join(folder, 'bad.jsonl'), join(folder, 'good.jsonl')];
  const good = { id: 1, s: 1, mu_per_s: 0.01, theta_per_s: 0, n_ahead: 0 };
  writeFileSync(from, `${JSON.stringify({ ...good, s: 0 })}\n${JSON.stringify(good)}`);
  const messages: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => messages.push(String(line)) > 0);
  expect(await erlangFile({ in: from, out: to })).toBe(false);
  write.mockRestore();
  expect(messages.join('')).toContain('line 1: s:');
  expect(linesOf(to).map(({ id }) => id)).toEqual([1]);
});
