import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Policy, policySchema } from '@warmline/contracts';
import { parse } from 'yaml';

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values of `over` replace those of `under`. Mappings are merged; lists are replaced as a whole. */
const merged = (under: unknown, over: unknown): unknown => {
  if (!isMapping(under) || !isMapping(over)) return over;
  const all = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) all.set(key, all.has(key) ? merged(all.get(key), value) : value);
  return Object.fromEntries(all);
};

const loadDocument = (file: string, above: readonly string[]): unknown => {
  if (above.includes(file)) throw new Error(`Policy ${file}: extends itself`);
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`Policy ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (!isMapping(document) || typeof document.extends !== 'string') return document;
  const { extends: parent, ...own } = document;
  return merged(loadDocument(resolve(dirname(file), String(parent)), [...above, file]), own);
};

/** Throws where the document is not a valid policy, with the path and reason of each fault. */
export const parsePolicy = (document: unknown, source: string): Policy => {
  const result = policySchema.safeParse(document);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(whole)'}: ${issue.message}`);
  throw new Error(`Policy ${source} is not valid:\n${faults.join('\n')}`);
};

/** Reads a policy file over the ones it `extends`. Throws with the file, the path in it and the reason. */
export const loadPolicy = (file: string): Policy => parsePolicy(loadDocument(resolve(file), []), file);
