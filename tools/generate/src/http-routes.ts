import { posix } from 'node:path';
import { codeOf, type Source } from './sources.ts';

const CONTROLLER = /@Controller\((?:'([^']*)')?\)\s*export class (\w+)/g;
const ROUTE = /@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?\)/g;
const DOCUMENTED = /\b(GET|POST|PUT|PATCH|DELETE) (\/v1[^\s`?[]*)/g;

/** `GET /v1/pools/{}/wait`: names of path parameters do not count. */
const signature = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}|:\w+/g, '{}').replace(/(.)\/$/, '$1')}`;

export interface HttpController {
  readonly name: string;
  readonly routes: readonly string[];
}

/** The Nest controllers of a file with the routes they declare; one controller a file. */
export const controllersIn = (source: Source): HttpController[] =>
  [...codeOf(source).matchAll(CONTROLLER)].map(([, base = '', name = '']) => ({
    name,
    routes: [...codeOf(source).matchAll(ROUTE)].map(([, method = '', path = '']) =>
      signature(method, posix.join('/', base, path)),
    ),
  }));

/** The routes a document names, without repeats. */
export const routesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(DOCUMENTED)].map(([, method = '', path = '']) => signature(method, path))),
];
