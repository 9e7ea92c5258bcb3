import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { checkImageDigests } from './image-digests.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'images-'));
afterAll(() => rmSync(folder, { recursive: true }));

const digest = `sha256:${'0a'.repeat(32)}`;
const faultsOf = (text: string): string[] => {
  const file = join(folder, 'file');
  writeFileSync(file, text);
  return checkImageDigests(file).map(({ path, reason }) => `${path}: ${reason}`);
};

test.each(['deploy/Dockerfile', 'docker-compose.yml'])('every image from elsewhere in %s has a digest', (file) =>
  expect(checkImageDigests(join(root, file))).toEqual([]),
);

test.each([
  ['a base image with a tag only', `FROM node:24-slim AS build`, 'node:24-slim'],
  ['a base image after an option', `FROM --platform=linux/amd64 node:24-slim`, 'node:24-slim'],
  ['an image that files are copied from', `FROM a@${digest} AS b\nCOPY --from=busybox /bin/sh /sh`, 'busybox'],
  ['a service of a compose file', `services:\n  db:\n    image: "postgres:18"`, 'postgres:18'],
  ['a container in a list', `containers:\n  - image: redis`, 'redis'],
  ['a digest that is cut off', `FROM node:24-slim@sha256:0a0a`, 'node:24-slim@sha256:0a0a'],
])('%s is refused', (_, text, image) =>
  expect(faultsOf(text)).toEqual([expect.stringContaining(`: ${image} has no digest`)]),
);

test('images with a digest, stages before and images of this repository are accepted', () => {
  expect(faultsOf(`FROM node:24-slim@${digest} AS node\nFROM node AS build\nCOPY --from=build /a /b`)).toEqual([]);
  expect(faultsOf(`    image: warmline/cli\n    image: postgres:18@${digest} # 18.6\n`)).toEqual([]);
});
