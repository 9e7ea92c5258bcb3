import { posix } from 'node:path';
import { importsOf, type Source } from './sources.ts';

/** Relative imports of every file, type imports and re-exports included. Packages cannot form cycles: `tsc -b` refuses them. */
const relativeImports = (sources: readonly Source[]): Map<string, string[]> => {
  const known = new Set(sources.map((source) => source.path));
  return new Map(
    sources.map((source) => [
      source.path,
      importsOf(source)
        .filter((module) => module.startsWith('.'))
        .map((module) => posix.join(posix.dirname(source.path), module))
        .filter((path) => known.has(path)),
    ]),
  );
};

/**
 * Groups of files that import each other, directly or through others; each sorted, the groups in order of their first file.
 * Strongly connected components by Tarjan's algorithm (1972). Cost: O(files + imports).
 */
export const importCycles = (sources: readonly Source[]): string[][] => {
  const imports = relativeImports(sources);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const cycles: string[][] = [];
  const lowOf = (path: string): number => low.get(path) ?? Number.POSITIVE_INFINITY;

  const visit = (path: string): void => {
    const own = index.size;
    index.set(path, own);
    low.set(path, own);
    open.push(path);
    isOpen.add(path);
    for (const next of imports.get(path) ?? []) {
      if (!index.has(next)) visit(next);
      if (isOpen.has(next)) low.set(path, Math.min(lowOf(path), lowOf(next)));
    }
    if (lowOf(path) !== own) return;
    const group = open.splice(open.lastIndexOf(path));
    for (const member of group) isOpen.delete(member);
    if (group.length > 1) cycles.push(group.sort());
  };
  for (const path of imports.keys()) if (!index.has(path)) visit(path);
  return cycles.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
};
