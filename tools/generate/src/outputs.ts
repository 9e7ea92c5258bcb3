import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TopicDefinition, topics } from '@warmline/contracts';
import { asyncApi } from './asyncapi.ts';
import { json, policyDocument, schemaFile } from './json-schema.ts';
import { metricsPage } from './metrics-page.ts';
import { nextEdition, sampleName, sampleOf } from './samples.ts';
import { topicsPage } from './topics-page.ts';

const GENERATED = 'libs/contracts/generated';
const SCHEMAS = `${GENERATED}/schemas`;
const SAMPLES = `${GENERATED}/samples`;

/** The generated files: text by path from the root. Samples are only added, never changed. */
export interface GeneratedFiles {
  readonly files: ReadonlyMap<string, string>;
  /** Committed samples that the current schemas refuse, with the reason. They are never overwritten. */
  readonly brokenSamples: readonly string[];
}

const listFolder = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

const editionsOf = (folder: string, type: string): string[] =>
  listFolder(folder).filter(
    (name) => name === `${type}.json` || (name.startsWith(`${type}.`) && /\.\d+\.json$/.test(name)),
  );

const samples = (root: string, topic: TopicDefinition, files: Map<string, string>, broken: string[]): void => {
  for (const [type, definition] of Object.entries(topic.events)) {
    const folder = `${SAMPLES}/${topic.name}`;
    const editions = editionsOf(join(root, folder), type).map((name) => ({
      path: `${folder}/${name}`,
      sample: JSON.parse(readFileSync(join(root, folder, name), 'utf8')),
    }));
    for (const { path, sample } of editions) {
      const parsed = definition.schema.safeParse(sample.data);
      for (const issue of parsed.error?.issues ?? []) {
        broken.push(`${path}: data.${issue.path.join('.')}: ${issue.message}`);
      }
    }
    const today = sampleOf(topic, type, definition);
    const edition = nextEdition(
      today,
      editions.map((e) => e.sample),
    );
    if (edition !== null) files.set(`${folder}/${sampleName(type, edition)}`, json(today));
  }
};

export const generatedFiles = (root: string): GeneratedFiles => {
  const files = new Map<string, string>();
  const brokenSamples: string[] = [];
  for (const topic of Object.values(topics) as TopicDefinition[]) {
    for (const [type, definition] of Object.entries(topic.events)) {
      files.set(`${SCHEMAS}/${topic.name}/${type}.json`, json(schemaFile(topic.name, type, definition)));
    }
    samples(root, topic, files, brokenSamples);
  }
  files.set(`${GENERATED}/asyncapi.json`, json(asyncApi()));
  files.set(`${GENERATED}/policy.schema.json`, json(policyDocument()));
  files.set('docs/topics.md', topicsPage());
  files.set('docs/metrics.md', metricsPage());
  return { files, brokenSamples };
};

/** Paths whose committed text differs from the generated text, or is missing. */
export const staleFiles = (root: string, wanted: GeneratedFiles): string[] =>
  [...wanted.files].filter(([path, text]) => read(join(root, path)) !== text).map(([path]) => path);

/** Schema files without an event. */
export const orphanedFiles = (root: string, wanted: GeneratedFiles): string[] =>
  listFolder(join(root, SCHEMAS)).flatMap((topic) =>
    listFolder(join(root, SCHEMAS, topic))
      .map((name) => `${SCHEMAS}/${topic}/${name}`)
      .filter((path) => !wanted.files.has(path)),
  );

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
