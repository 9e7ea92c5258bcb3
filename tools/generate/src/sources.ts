import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A source file of the workspace: its path from the root with `/`, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export const IGNORED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  'dist',
  'generated',
  'coverage',
  '.git',
  '.cache',
  '.nx',
]);

const walk = (folder: string, wanted: RegExp): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED_FOLDERS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path, wanted);
    return entry.isFile() && wanted.test(entry.name) ? [path] : [];
  });

const PACKAGE_FOLDERS: readonly string[] = ['libs', 'services', 'tools'];

/** Files whose name matches, of libs/, services/ and tools/ unless other top folders are named. Default: every TypeScript file. */
export const sources = (root: string, wanted = /\.tsx?$/, tops = PACKAGE_FOLDERS): Source[] =>
  tops.flatMap((top) =>
    walk(join(root, top), wanted).map((path) => ({
      path: relative(root, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    })),
  );

/** `services/routing`, `libs/contracts`, …: the folders that hold packages. */
export const packages = (root: string): string[] =>
  PACKAGE_FOLDERS.flatMap((top) =>
    readdirSync(join(root, top))
      .filter((name) => statSync(join(root, top, name)).isDirectory())
      .map((name) => `${top}/${name}`),
  );

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');

const STATEMENT = /^\s*(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"\n]+)['"]/gm;
const BARE = /^\s*import\s*['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /\b(?:import|require|createRequire\(import\.meta\.url\))\s*\(\s*['"]([^'"\n]+)['"]/g;

/** The modules a file names: static and dynamic imports, re-exports, `require`. */
export const importsOf = (source: Source): string[] => {
  const code = codeOf(source);
  return [STATEMENT, BARE, DYNAMIC].flatMap((pattern) => [...code.matchAll(pattern)].map((found) => found[1] ?? ''));
};

/** The text without comments, for rules about what code does. */
export const codeOf = (source: Source): string => withoutComments(source.text);

export const isSpec = ({ path }: Source): boolean =>
  /\.(spec|suite|fixtures)\.tsx?$/.test(path) || path.includes('/test/') || path.includes('/domain/testing/');
