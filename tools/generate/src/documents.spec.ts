import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ruleIds, type ServiceName, subscriptions, type TopicDefinition, topics } from '@warmline/contracts';
import { metricDeclarations } from '@warmline/telemetry';
import { codeOf, isSpec, packages, sources } from './sources.ts';

/** What documents and manifests say of the packages, compared with the code. */
const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const services = Object.keys(subscriptions) as ServiceName[];
const catalog: TopicDefinition[] = Object.values(topics);

describe('topics', () => {
  test('have unique names, and every event has a committed schema and sample', () => {
    expect(new Set(catalog.map((t) => t.name)).size).toBe(catalog.length);
    const missing = catalog.flatMap((topic) =>
      Object.keys(topic.events)
        .flatMap((type) =>
          ['schemas', 'samples'].map((kind) => `libs/contracts/generated/${kind}/${topic.name}/${type}.json`),
        )
        .filter((path) => !existsSync(join(root, path))),
    );
    expect(missing).toEqual([]);
  });

  test.each(services)('the README of %s lists exactly the topics it consumes and emits', (service) => {
    const row = (name: string): string[] => {
      const line = read(`services/${service}/README.md`)
        .split('\n')
        .find((l) => l.startsWith(`| ${name} |`));
      return [...(line ?? '').matchAll(/`(handoff\.[a-z.0-9-]+)`/g)].map((m) => m[1] ?? '').sort();
    };
    const consumes = subscriptions[service].map((t) => t.name);
    const emits = catalog.filter((t) => t.writer === service).map((t) => t.name);
    expect({ consumes: row('consumes'), emits: row('emits') }).toEqual({
      consumes: consumes.sort(),
      emits: emits.sort(),
    });
  });
});

describe('configuration', () => {
  const settingsIn = (path: string): string[] =>
    existsSync(join(root, path))
      ? [...read(path).matchAll(/\b([A-Z][A-Z0-9_]+):\s*(?:z|httpUrl)\b/g)].map((m) => m[1] ?? '')
      : [];

  test.each(services)('the README of %s lists exactly the settings it reads', (service) => {
    const line = read(`services/${service}/README.md`)
      .split('\n')
      .find((l) => l.startsWith('| config |'));
    const listed = [...(line ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map((m) => m[1] ?? '');
    const readBy = [
      ...settingsIn('libs/service-kit/src/settings.ts'),
      ...settingsIn(`services/${service}/src/config.ts`),
    ];
    expect(listed.sort()).toEqual(readBy.sort());
    expect(line).toContain('`DATABASE_*` ([Postgres](../../deploy/README.md#postgres))');
    expect(line).toContain('`KAFKA_*` ([secured clusters](../../deploy/README.md#kafka))');
  });

  test('deploy/README.md lists every setting of Postgres', () => {
    const listed = [...read('deploy/README.md').matchAll(/^\| `(DATABASE_[A-Z_]+)`/gm)].map((m) => m[1] ?? '');
    expect(listed.sort()).toEqual(settingsIn('libs/service-kit/src/database-settings.ts').sort());
  });

  test('deploy/README.md lists every setting of Kafka', () => {
    const listed = [...read('deploy/README.md').matchAll(/^\| `(KAFKA_[A-Z_]+)`/gm)].map((m) => m[1] ?? '');
    const settings = ['KAFKA_BROKERS', ...settingsIn('libs/service-kit/src/kafka-settings.ts')];
    expect(listed.sort()).toEqual(settings.sort());
  });
});

describe('the documents', () => {
  test('ARCHITECTURE.md has a line for every package', () => {
    const text = read('ARCHITECTURE.md');
    expect(packages(root).filter((folder) => !text.includes(`\n| \`${folder}\` |`))).toEqual([]);
  });

  test('the compose file and the Kubernetes base run every service', () => {
    const compose = read('docker-compose.yml');
    const base = read('k8s/base/kustomization.yaml');
    const missing = services.filter((s) => !compose.includes(`SERVICE: ${s} }`) || !base.includes(`- ${s}.yaml\n`));
    expect(missing).toEqual([]);
  });

  test('docs/dependencies.md lists exactly the dependencies of all packages', () => {
    const files = ['.', ...packages(root)].map((f) => `${f}/package.json`).filter((f) => existsSync(join(root, f)));
    const named = files.flatMap((file) => {
      const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(read(file));
      const all = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
      return all.filter((name) => !name.startsWith('@warmline/'));
    });
    const listed = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map((m) => m[1]);
    expect(listed).toEqual([...new Set(named)].sort());
  });

  test('every package of the lock file has the hash it is checked against', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Readonly<Record<string, { readonly link?: boolean; readonly integrity?: string }>>;
    };
    const unchecked = Object.entries(packages).filter(
      ([place, { link, integrity }]) => place.startsWith('node_modules/') && link !== true && integrity === undefined,
    );
    expect(unchecked.map(([place]) => place)).toEqual([]);
  });

  test('decision records are numbered without gaps or repeats', () => {
    const records = readdirSync(join(root, 'docs/adr')).sort();
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_, index) => index + 1));
  });

  test('a decision record has at most 60 lines', () => {
    const long = readdirSync(join(root, 'docs/adr')).filter((f) => read(`docs/adr/${f}`).split('\n').length > 60);
    expect(long).toEqual([]);
  });
});

describe('a declaration is used:', () => {
  const code = sources(root).filter((source) => !isSpec(source));
  test('every escalation rule fires from a file of escalation-detection', () => {
    const domain = code
      .filter(({ path }) => path.startsWith('services/escalation-detection/src/domain/'))
      .map(codeOf)
      .join('\n');
    expect(ruleIds.filter((id) => !domain.includes(`'${id}'`))).toEqual([]);
  });

  test('every metric is recorded', () => {
    const recorders = code
      .filter(({ path }) => !path.endsWith('/metric-declarations.ts'))
      .map(codeOf)
      .join('\n');
    const names = Object.keys(metricDeclarations);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(recorders))).toEqual([]);
  });

  /** The code of a folder, without specs, in one text. */
  const codeIn = (folder: string): string =>
    code
      .filter(({ path }) => path.startsWith(folder))
      .map(codeOf)
      .join('\n');
  const fieldsOf = (type: string): string[] =>
    catalog.flatMap(({ events }) => {
      const { shape } = (events[type]?.schema ?? {}) as { readonly shape?: object };
      return Object.keys(shape ?? {});
    });

  test('every field of an event is written by the service that writes the topic', () => {
    // Intake topics carry copies. Routing prefers an agent that is named; nothing in a conversation names one yet.
    const unset = ['escalation-detection: HandoffRequested.preferred_agent'];
    const unwritten = catalog
      .filter(({ name, writer }) => writer !== 'outside' && !name.includes('-intake.'))
      .flatMap(({ events, writer }) => {
        const written = codeIn(`services/${writer}/src/`);
        return Object.keys(events).flatMap((type) =>
          fieldsOf(type)
            .filter((field) => !new RegExp(`\\b${field}\\b`).test(written))
            .map((field) => `${writer}: ${type}.${field}`),
        );
      });
    expect(unwritten).toEqual(unset);
  });

  test('the survey in the console asks for everything that a survey answers', () => {
    const form = codeIn('services/console/src/widget/survey.tsx');
    const given = new Set(fieldsOf('ConversationEnded').concat('answeredAt'));
    const asked = fieldsOf('SurveyAnswered').filter((field) => !given.has(field));
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((field) => !new RegExp(`\\b${field}\\b`).test(form))).toEqual([]);
  });
});
