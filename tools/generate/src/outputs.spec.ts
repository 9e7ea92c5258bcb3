import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generatedFiles, orphanedFiles, staleFiles } from './outputs.ts';

const repository = resolve(import.meta.dirname, '../../..');
const scored = 'libs/contracts/generated/samples/handoff.sentiment.v1/SentimentScored.json';
let root: string;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const generate = (): void => {
  for (const [path, text] of generatedFiles(root).files) write(path, text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'generate-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('generated files', () => {
  test('are committed as the contracts produce them', () => {
    const wanted = generatedFiles(repository);
    expect([staleFiles(repository, wanted), orphanedFiles(repository, wanted), wanted.brokenSamples]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('are not stale after everything was written to an empty checkout', () => {
    generate();
    expect(staleFiles(root, generatedFiles(root))).toEqual([]);
  });

  test('include an edited page in the list of stale files', () => {
    generate();
    write('docs/topics.md', 'edited');
    expect(staleFiles(root, generatedFiles(root))).toEqual(['docs/topics.md']);
  });

  test('include a schema without an event in the list of orphans', () => {
    generate();
    const gone = 'libs/contracts/generated/schemas/handoff.queue.v1/QueueSang.json';
    write(gone, '{}');
    expect(orphanedFiles(root, generatedFiles(root))).toEqual([gone]);
  });
});

describe('published samples', () => {
  test('stay when the example changes; the new example is added as a second edition', () => {
    generate();
    const older = JSON.parse(readFileSync(join(root, scored), 'utf8'));
    older.data.words = ['awful'];
    write(scored, JSON.stringify(older));
    const { files, brokenSamples: broken } = generatedFiles(root);
    const second = scored.replace('.json', '.2.json');
    expect([broken, files.has(scored), files.has(second)]).toEqual([[], false, true]);
  });

  test('that the current schema refuses are reported with file, field and reason, and not overwritten', () => {
    generate();
    const older = JSON.parse(readFileSync(join(root, scored), 'utf8'));
    older.data.score = 7;
    write(scored, JSON.stringify(older));
    const { files, brokenSamples: broken } = generatedFiles(root);
    expect(broken).toEqual([`${scored}: data.score: Too big: expected number to be <=1`]);
    expect(files.has(scored)).toBe(false);
  });
});
