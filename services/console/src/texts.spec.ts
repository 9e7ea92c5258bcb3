import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

/** Every text of the pages is in the catalogues of @warmline/locale: no letters stand in their code. */
const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx$/.test(name));

/** Attributes whose value a person reads or hears. */
const READ = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'label', 'legend', 'alt', 'none']);

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly name?: Node;
  readonly [field: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const textOf = (node: Node): string => (typeof node.value === 'string' ? node.value : '');
const attributeName = (node: Node): string => (node.type === 'JSXAttribute' && node.name ? textOf(node.name) : '');

/** Texts with letters: between tags, in read attributes, and literals of two words or more in any expression. */
const lettersIn = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(lettersIn);
  if (!isNode(node)) return [];
  // What is thrown is for developers.
  if (node.type === 'ImportDeclaration' || node.type === 'ThrowStatement') return [];
  if (node.type === 'JSXText') return /\p{L}/u.test(textOf(node)) ? [textOf(node).trim()] : [];
  if (node.type === 'JSXAttribute') {
    const { value } = node;
    const isLiteral = isNode(value) && value.type === 'StringLiteral';
    if (isLiteral) return READ.has(attributeName(node)) ? [textOf(value)] : [];
    if (attributeName(node) === 'className') return [];
  }
  if (node.type === 'StringLiteral') return /\p{Lu}?\p{L}+ \p{L}+/u.test(textOf(node)) ? [textOf(node)] : [];
  return Object.values(node).flatMap(lettersIn);
};
const found = (code: string): string[] => lettersIn(parseSync(code, { syntax: 'typescript', tsx: true }).body);

test.each(files)('%s has no text of its own', (name) => {
  expect(found(readFileSync(join(folder, name), 'utf8'))).toEqual([]);
});

describe('the check finds', () => {
  test.each([
    ['a text between tags', 'const a = <p>Hello</p>;', ['Hello']],
    ['a label', 'const a = <a aria-label="Close" href="/x">×</a>;', ['Close']],
    ['a sentence in an expression', "const a = <p>{b ? 'Not yet' : c}</p>;", ['Not yet']],
    [
      'nothing in names of classes and keys',
      'const a = <p className="hint small" id={say(l, \'chat.you\')}>·</p>;',
      [],
    ],
  ])('%s', (_, code, texts) => expect(found(code)).toEqual(texts));
});
