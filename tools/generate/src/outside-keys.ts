import { join, relative, sep } from 'node:path';
import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import { API, type Checker, type Program, type Type, TypeFlags } from 'typescript/unstable/sync';

/** A place where a string that is not known beforehand is the key of a plain object. */
export interface OutsideKey {
  /** From the root of the workspace, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

const OUTSIDE = TypeFlags.Any | TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.StringMapping;

const mayBeAnyString = (type: Type | undefined): boolean =>
  type !== undefined && ((type.flags & OUTSIDE) !== 0 || (type.isUnionType() && type.getTypes().some(mayBeAnyString)));

/** Keys in a file: of `object[key]`, and of `key in object`. */
const keysIn = (file: Node): { readonly place: Node; readonly key: Node }[] => {
  const found: { place: Node; key: Node }[] = [];
  const visit = (node: Node): void => {
    const n = node as Node & Record<'argumentExpression' | 'left' | 'operatorToken', Node | undefined>;
    if (node.kind === SyntaxKind.ElementAccessExpression && n.argumentExpression !== undefined)
      found.push({ place: node, key: withoutCast(n.argumentExpression) });
    if (
      node.kind === SyntaxKind.BinaryExpression &&
      n.operatorToken?.kind === SyntaxKind.InKeyword &&
      n.left !== undefined
    )
      found.push({ place: node, key: withoutCast(n.left) });
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  return found;
};

/** A cast to the names of an object does not make a string one of them. */
const withoutCast = (node: Node): Node =>
  node.kind === SyntaxKind.AsExpression ? withoutCast((node as Node & { expression: Node }).expression) : node;

/** The keys of one file whose type is not a set of known names. */
const outsideKeysIn = (program: Program, checker: Checker, fileName: string, path: string): OutsideKey[] => {
  const file = program.getSourceFile(fileName);
  if (file === undefined) return [];
  const keys = keysIn(file);
  if (keys.length === 0) return [];
  const types = checker.getTypeAtLocation(keys.map(({ key }) => key));
  return keys
    .filter((_, n) => mayBeAnyString(types[n]))
    .map(({ place }) => ({
      path,
      line: file.text.slice(0, place.getStart(file)).split('\n').length,
      text: file.text.slice(place.getStart(file), place.end),
    }));
};

/**
 * Every look-up in a plain object by a string that is not one of a set of known names, in the files of a TypeScript project that
 * `isChecked` selects. Such a string may be `constructor` or `__proto__`, which every object has.
 */
export const outsideKeys = (root: string, configFile: string, isChecked: (path: string) => boolean): OutsideKey[] => {
  const api = new API({ cwd: root });
  try {
    const config = join(root, configFile);
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`${configFile} is not a TypeScript project`);
    const { program, checker } = project;
    return program.getSourceFileNames().flatMap((fileName) => {
      const path = relative(root, fileName).split(sep).join('/');
      return isChecked(path) ? outsideKeysIn(program, checker, fileName, path) : [];
    });
  } finally {
    api.close();
  }
};
