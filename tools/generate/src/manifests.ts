import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { danglingReferences } from './dangling-references.ts';
import { unreadFields } from './unread-fields.ts';

/** A fault: the file, the document and JSON pointer in it, and the reason. */
export interface ManifestFault {
  readonly file: string;
  readonly path: string;
  readonly reason: string;
}

/** The documents of a YAML file with the errors of its parser. */
export const yamlDocuments = (file: string): { values: unknown[]; faults: ManifestFault[] } => {
  const parsed = parseAllDocuments(readFileSync(file, 'utf8'), { merge: true });
  const all = Array.isArray(parsed) ? parsed : [];
  const faults = all.flatMap((d) => d.errors.map((e) => ({ file, path: '', reason: e.message })));
  return { values: faults.length > 0 ? [] : all.map((d) => d.toJS() as unknown), faults };
};

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string };
  readonly resources?: readonly string[];
}

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' &&
  value !== null &&
  'apiVersion' in value &&
  'kind' in value &&
  typeof value.apiVersion === 'string' &&
  typeof value.kind === 'string';

type Validate = (this: object) => void;

const MODULE_NOT_FOUND_CODES: ReadonlySet<string> = new Set([
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
]);

/** The compiled schema of a kind, generated from the API server's own OpenAPI document; null when there is none. */
const validatorOf = async ({ apiVersion, kind }: Manifest): Promise<Validate | null> => {
  try {
    const models: Record<string, { prototype?: { validate?: Validate } }> = await import(
      `kubernetes-models/${apiVersion}`
    );
    return models[kind]?.prototype?.validate ?? null;
  } catch (error) {
    if (MODULE_NOT_FOUND_CODES.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
};

interface SchemaError {
  readonly instancePath: string;
  readonly message?: string;
}

/** The errors of a compiled schema; any other exception is rethrown. */
const schemaErrors = (thrown: unknown): readonly SchemaError[] => {
  if (thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors)) return thrown.errors;
  throw thrown;
};

const checkManifest = async (file: string, value: unknown): Promise<ManifestFault[]> => {
  if (!isManifest(value)) return [{ file, path: '', reason: 'has no apiVersion and kind' }];
  const { apiVersion, kind, metadata } = value;
  const at = `${kind}/${metadata?.name ?? '?'}`;
  const validate = await validatorOf(value);
  if (validate === null) return [{ file, path: at, reason: `Kubernetes has no ${apiVersion} ${kind}` }];
  if (metadata?.name === undefined) return [{ file, path: `${at}/metadata/name`, reason: 'is required' }];
  try {
    const unknown = unreadFields(value, (watched) => validate.call(watched));
    return unknown.map((path) => ({ file, path: at + path, reason: 'is no field of this kind' }));
  } catch (thrown) {
    return schemaErrors(thrown).map((e) => ({ file, path: at + e.instancePath, reason: e.message ?? 'is not valid' }));
  }
};

/** A kustomization must list every file in its folder, and only existing files. */
const checkKustomization = (file: string, value: unknown): ManifestFault[] => {
  const there = yamlFiles(dirname(file)).map((f) => basename(f));
  const named = isManifest(value) ? (value.resources ?? []) : [];
  const others = there.filter((name) => name !== 'kustomization.yaml');
  return [
    ...named
      .filter((name) => !others.includes(name))
      .map((name) => ({ file, path: 'resources', reason: `${name} is not there` })),
    ...others
      .filter((name) => !named.includes(name))
      .map((name) => ({ file, path: 'resources', reason: `${name} is not named` })),
  ];
};

const yamlFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));

/** Validates every document of a kustomize base with the schema of its kind. Without faults an API server accepts it, and all references resolve. */
export const checkManifests = async (folder: string): Promise<ManifestFault[]> => {
  const faults: ManifestFault[] = [];
  const all: unknown[] = [];
  for (const file of yamlFiles(folder)) {
    const { values, faults: unreadable } = yamlDocuments(file);
    all.push(...values);
    faults.push(...unreadable);
    for (const value of values) {
      if (basename(file) === 'kustomization.yaml') faults.push(...checkKustomization(file, value));
      else faults.push(...(await checkManifest(file, value)));
    }
  }
  const loose = danglingReferences(all).map(([path, reason]) => ({ file: folder, path, reason }));
  return [...faults, ...loose];
};
