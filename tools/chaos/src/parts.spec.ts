import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { combined, openParts, partOf } from './parts.ts';
import type { Summary } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'warmline-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const summary = (seed: number, recoveredMs: number): Summary => ({
  ...{ seed, accepted: 10, effects: 20, repeats: 1, handoffs: 5, lost: 0, doubled: 0, outOfOrder: 0, withoutEnd: 0 },
  ...{ deadLetters: { 'bad-json': 1 }, kills: 1, recoveryP50: recoveredMs, recoveryP95: recoveredMs },
  ...{ recoveryMax: recoveredMs, unrecovered: 0, takeOverP95: 1, faults: { kill: 1 }, points: { anywhere: 1 } },
  ...{ killed: { routing: 1 }, unexpectedExits: 0, unanswered: 0, durationS: 30 },
  recoveries: [{ service: 'routing', point: 'anywhere', tasks: 6, ownedMs: 1, recoveredMs }],
});

test('all parts together have the hand-offs and kills of the run, each with a seed of its own', () => {
  const parts = [0, 1, 2].map((n) => partOf({ handoffs: 100, kills: 10, seed: 7 }, n, 3));
  expect(parts.reduce((sum, { handoffs }) => sum + handoffs, 0)).toBe(100);
  expect(parts.reduce((sum, { kills }) => sum + kills, 0)).toBe(10);
  expect(parts.map(({ seed }) => seed)).toEqual([7, 8, 9]);
});

test('a run that was interrupted goes on with the parts that are left, under the same seed', () => {
  const file = join(folder, 'run.json');
  const first = openParts(file, { handoffs: 100, kills: 10 }, 2);
  first.add(summary(first.parameters.seed + 1, 500));
  const again = openParts(file, { handoffs: 100, kills: 10 }, 2);
  expect(again.parameters).toEqual(first.parameters);
  expect(again.left()).toEqual([0]);
  expect(() => openParts(file, { handoffs: 100, kills: 20 }, 2)).toThrow('holds another run');
});

test('percentiles of several parts are those of all their kills', () => {
  const all = combined([summary(1, 100), summary(2, 9_000)], 1);
  expect(all).toMatchObject({ kills: 2, handoffs: 10, recoveryP50: 100, recoveryMax: 9_000, faults: { kill: 2 } });
});
