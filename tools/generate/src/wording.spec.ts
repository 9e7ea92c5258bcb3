import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { markdownFiles } from './markdown-links.ts';
import { isSpec, sources } from './sources.ts';
import { identifiersIn, masculineLines, sentencesIn } from './wording.ts';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

describe('a sentence that a customer or agent reads has no identifier in it', () => {
  const codeFiles = [
    ...sources(root, /^en\.ts$/, ['libs/locale/src']).map(({ path }) => path),
    'services/routing/src/domain/eligibility.ts',
    'services/routing/src/domain/ranking.ts',
    'services/routing/src/domain/transfer.ts',
    ...sources(root, /\.tsx?$/, ['services/console/src'])
      .filter((source) => !isSpec(source))
      .map(({ path }) => path),
  ];
  const policies = ['deploy/defaults/policy.yaml', 'deploy/defaults/policy-direct.yaml'];

  test.each(codeFiles)('in %s', (path) => {
    const sentences = sentencesIn({ path, text: read(path) });
    expect(sentences.flatMap(identifiersIn)).toEqual([]);
  });

  test.each(policies)('in the texts, issues and playbooks of %s', (path) => {
    const { texts, issues, playbooks } = parse(read(path));
    const shown = stringsIn([texts, issues, Object.values(playbooks ?? {})]).filter((text) => text.includes(' '));
    expect(shown.flatMap(identifiersIn)).toEqual([]);
  });

  test.each([
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: source text of template literals
    ['`member of ${candidate.team}, free`', ['${candidate.team}']],
    ['`from the ${teamName(team)}, in ${minutes} minutes`', []],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: source text of template literals
    ["'first step of billing_team'", ['billing_team']],
    ["'Metadata aiConfidence is low'", ['aiConfidence']],
    ["'the hand-off h-1 is closed'", ['h-1']],
    ["'agent-unresponsive'", []],
    ['<p>Offered to billing_team now</p>', ['billing_team']],
  ])('as the check finds in %s', (code, found) => {
    expect(sentencesIn({ path: 'a.tsx', text: code }).flatMap(identifiersIn)).toEqual(found);
  });
});

describe('no text calls an agent or customer he', () => {
  /** Patterns, word lists, quoted customers and texts in other languages: the words are data there. */
  const DATA =
    /^services\/escalation-detection\/src\/domain\/((triggers|text|languages)\/|fact-check\.ts$)|^services\/sentiment\/src\/domain\/complaints\.ts$|^libs\/text\/src\/(language-words|scripts)\.ts$|^libs\/locale\/src\/\w+\/(de|es|fr|ar)\.ts$|^tools\/generate\/src\/wording(\.spec)?\.ts$/;
  const texts = [
    ...sources(root, /\.(tsx?|css|ya?ml)$/, ['libs', 'services', 'tools', 'deploy', 'k8s']),
    ...markdownFiles(root),
  ].filter(({ path }) => !DATA.test(path));

  test('in code, documents and configuration', () => {
    expect(texts.flatMap(({ path, text }) => masculineLines(text).map((line) => `${path}:${line}`))).toEqual([]);
  });

  test('as the check finds by whole words', () => {
    expect(masculineLines('Their offer.\nHis offer, the theme of the history.')).toEqual([
      '2: His offer, the theme of the history.',
    ]);
  });
});

test('nothing names a path of one machine or the host of a registry', () => {
  const texts = sources(root, /\.(tsx?|mjs|js|json|md|ya?ml|css|html|sql)$/, [
    ...['libs', 'services', 'tools', 'docs', 'deploy', 'k8s'],
  ]).filter(({ path }) => !path.endsWith('wording.spec.ts'));
  const machinePath = /\/work\/[a-z]|\/root\/(?!\.npm)|\/home\/[a-z]+\//;
  expect(texts.filter(({ text }) => machinePath.test(text)).map(({ path }) => path)).toEqual([]);
  expect(read('package-lock.json').match(/"resolved": "https?:/g) ?? []).toEqual([]);
});
