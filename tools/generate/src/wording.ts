import { codeOf, type Source } from './sources.ts';

/** What a text must not contain when a customer, agent or reader of the code sees it. */

const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;

const JSX_TEXT = />([^<>{}=;]+)</g;
const INTERPOLATION = /\$\{([^{}]*)\}/g;

const isSentence = (text: string): boolean =>
  /\S\s+\S/.test(text.replaceAll(INTERPOLATION, 'x')) && /[a-z]{2}/i.test(text.replaceAll(INTERPOLATION, ''));

/** Literals and JSX texts of a file that may be shown to a person: two words or more, not only interpolated values. */
export const sentencesIn = (source: Source): string[] => {
  const code = codeOf(source);
  const jsxTexts = source.path.endsWith('.tsx') ? [...code.matchAll(JSX_TEXT)] : [];
  return [
    ...[...code.matchAll(LITERAL)].map(([, single, double, template]) => single ?? double ?? template ?? ''),
    ...jsxTexts.map(([, text = '']) => text),
  ].filter(isSentence);
};

/** A value shown as it is stored: `${agent.team}` or `${handoffId}`; `${teamName(team)}` is not one. */
const RAW_VALUE = /(?:^|\.)(?:team|skill|id|\w+Id)$/;
const IDENTIFIER = /\b[a-z0-9]+_[a-z0-9_]+\b|\b[a-z]+[A-Z]\w*\b|\b(?:h|of|ho)-\d+\b/g;

/** Identifiers in a sentence: snake_case, camelCase, ids such as `h-1`, and stored names that are interpolated unchanged. */
export const identifiersIn = (sentence: string): string[] => [
  ...[...sentence.matchAll(INTERPOLATION)].filter(([, value = '']) => RAW_VALUE.test(value.trim())).map(([all]) => all),
  ...(sentence.replaceAll(INTERPOLATION, ' ').match(IDENTIFIER) ?? []),
];

/** Lines that call a person he. */
export const masculineLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => /\b(?:he|him|his|himself)\b/i.test(line))
    .map(({ line, number }) => `${number}: ${line.trim()}`);
