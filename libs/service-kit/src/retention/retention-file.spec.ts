import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readRetentionFile } from './retention-file.ts';

const DAY = 24 * 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'retention-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (yaml: string): string => {
  const path = join(folder, 'retention.yaml');
  writeFileSync(path, yaml);
  return path;
};

test('a retention file sets the times of all tenants and of single ones', () => {
  const retention = readRetentionFile(written('default: { outcomes: 500 }\ntenants:\n  acme: { outcomes: 30 }\n'));
  expect([retention.of('outcomes', 'acme'), retention.of('outcomes', 'bank')]).toEqual([30 * DAY, 500 * DAY]);
});

test('an empty retention file, or none, leaves the defaults', () => {
  expect(readRetentionFile(written('')).of('outcomes', 'acme')).toBe(400 * DAY);
  expect(readRetentionFile(undefined).of('conversations', 'acme')).toBe(90 * DAY);
});

test('an invalid retention file is refused with its path and each fault', () => {
  const path = written('default: { outcomes: 0 }\ntenants:\n  acme: { transcripts: 9 }\n');
  expect(() => readRetentionFile(path)).toThrow(path);
  expect(() => readRetentionFile(path)).toThrow(/default\.outcomes: .*\n.*tenants\.acme: .*transcripts/);
  expect(() => readRetentionFile(join(folder, 'missing.yaml'))).toThrow('missing.yaml');
});
