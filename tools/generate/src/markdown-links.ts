import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IGNORED_FOLDERS } from './sources.ts';

/** A document of the repository: its path from the root, and its text without fenced code. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

const findMarkdown = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return IGNORED_FOLDERS.has(entry.name) || entry.name === '.warmline' ? [] : findMarkdown(root, path);
    return entry.name.endsWith('.md') ? [path] : [];
  });

/** Every Markdown file outside of generated folders. */
export const markdownFiles = (root: string): Document[] =>
  findMarkdown(root, '').map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, ''),
  }));

/** Texts in backticks that begin with a top-level name of this repository, or of the package the document describes. */
export const pathsIn = (document: Document, tops: readonly string[]): string[] =>
  [...document.text.matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((text) => /^[\w.@-]+(\/[\w.@-]+)+\/?$/.test(text))
    .filter((text) => tops.includes(text.split('/')[0] ?? ''))
    // Build output is missing in a fresh clone.
    .filter((text) => !text.split('/').includes('dist'));

/** Link targets that are files: neither an address nor an anchor. */
export const linksIn = (document: Document): string[] =>
  [...document.text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));

/** Paths and links of a document that do not exist. A path is relative to the root or to the document's folder. */
export const missingTargets = (root: string, document: Document): string[] => {
  const here = dirname(document.path);
  const inPackage = /^(services|libs|tools)\//.test(document.path) ? ['src', 'test'] : [];
  const tops = [...readdirSync(root), ...inPackage].filter((name) => !IGNORED_FOLDERS.has(name));
  const paths = pathsIn(document, tops).filter((p) => !existsSync(join(root, p)) && !existsSync(join(root, here, p)));
  const links = linksIn(document).filter((target) => !existsSync(join(root, here, target)));
  return [...paths, ...links];
};
