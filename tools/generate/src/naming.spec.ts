import { posix, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { codeOf, sources } from './sources.ts';

/** Names of files, folders and exports that say nothing about what is inside. docs/glossary.md has the terms to use instead. */
const files = sources(resolve(import.meta.dirname, '../../..'), /\.(tsx?|mjs|css)$/);

/** A file's name up to its first dot: `kafka-transport` of `kafka-transport.int.spec.ts`. */
const stem = (path: string): string => posix.basename(path).split('.')[0] ?? '';

const EMPTY_WORDS = /^(manager|helpers?|utils?|impl|base|common|shared)$/;
const POETIC_NAMES = new Set(
  (
    'after aside awaited beginnings counting deeds doors floor foresee ghosts gist hear hearing helpers laws leaving lines looking ' +
    'member moments play race sayings slowly speak spent stand talk telling touched track words'
  ).split(' '),
);

const breaksNaming = (path: string): boolean =>
  POETIC_NAMES.has(stem(path)) ||
  stem(path)
    .split('-')
    .some((word) => EMPTY_WORDS.test(word)) ||
  posix
    .dirname(path)
    .split('/')
    .some((folder) => EMPTY_WORDS.test(folder)) ||
  /\.contract\.tsx?$/.test(path);

/** Files that still break the rule. A file that is renamed leaves this list; none joins it. */
const remaining = ['libs/messaging/src/counting.fixtures.ts'];

describe('a name', () => {
  test('of a file or folder says what is inside', () => {
    expect(files.map(({ path }) => path).filter(breaksNaming)).toEqual(remaining);
  });

  test.each([
    'services/routing/src/domain/doors.ts',
    'libs/messaging/src/transport.contract.ts',
    'libs/messaging/src/kafka/partition-helper.ts',
    'libs/messaging/src/common/clock.ts',
    'tools/bench/src/utils.spec.ts',
  ])('like %s is refused', (path) => {
    expect(breaksNaming(path)).toBe(true);
  });

  test.each(['services/routing/src/domain/opening-schedule.ts', 'libs/messaging/src/transport.suite.ts'])(
    'like %s is accepted',
    (path) => {
      expect(breaksNaming(path)).toBe(false);
    },
  );

  test('of an export is not default, Manager, Helper, Util, Impl or Base, and no type has the prefix I', () => {
    const empty =
      /\bexport default\b|\b(?:class|interface|type|const|function)\s+(?:\w*(?:Manager|Helper|Utils?|Impl|Base)\b|I[A-Z][a-z]\w*)/g;
    const broken = files
      .filter(({ path }) => /\.tsx?$/.test(path) && !/(^|\/)[a-z-]+\.config\.ts$/.test(path))
      .flatMap((source) => [...codeOf(source).matchAll(empty)].map(([found]) => `${source.path}: ${found}`));
    expect(broken).toEqual([]);
  });
});
