import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkCompose } from './check-compose.ts';
import { checkManifests, type ManifestFault } from './manifests.ts';

const root = resolve(import.meta.dirname, '../../..');
const composeSchema = join(root, 'deploy/schemas/compose-spec.json');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  cpSync(join(root, 'k8s/base'), folder, { recursive: true });
  cpSync(join(root, 'docker-compose.yml'), join(folder, '../', `${basename(folder)}.compose.yml`));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(`${folder}.compose.yml`);
});

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
};
const messagesOf = (faults: readonly ManifestFault[]): string[] =>
  faults.map((f) => `${basename(f.file)}: ${f.path} ${f.reason}`);

describe('Kubernetes manifests', () => {
  test('are accepted as committed', async () => {
    expect(messagesOf(await checkManifests(folder))).toEqual([]);
  });

  test.each([
    [
      'a word instead of a number',
      'replicas: 2',
      'replicas: two',
      'routing.yaml: Deployment/routing/spec/replicas must be integer',
    ],
    [
      'a misspelt field',
      'replicas: 2',
      'replica: 2',
      'routing.yaml: Deployment/routing/spec/replica is no field of this kind',
    ],
    [
      'a misspelt field deep inside',
      'readOnlyRootFilesystem: true',
      'readOnlyRootFileSystem: true',
      'routing.yaml: Deployment/routing/spec/template/spec/containers/0/securityContext/readOnlyRootFileSystem is no field of this kind',
    ],
    [
      'a missing selector',
      '  selector:\n    matchLabels:\n      app.kubernetes.io/name: routing\n  strategy',
      '  strategy',
      'routing.yaml: Deployment/routing/spec must have required property selector',
    ],
    [
      'a kind that is not there',
      'apiVersion: apps/v1',
      'apiVersion: apps/v9',
      'routing.yaml: Deployment/routing Kubernetes has no apps/v9 Deployment',
    ],
    [
      'a quantity that is none',
      'cpu: 100m',
      'cpu: [1]',
      'routing.yaml: Deployment/routing/spec/template/spec/containers/0/resources/requests/cpu must be string',
    ],
  ])('with %s are refused with file, path and reason', async (_, from, to, fault) => {
    edit(join(folder, 'routing.yaml'), from, to);
    expect(messagesOf(await checkManifests(folder))).toContain(fault);
  });

  test('with a Service whose selector matches no pod are refused', async () => {
    edit(
      join(folder, 'routing.yaml'),
      '  selector:\n    app.kubernetes.io/name: routing',
      '  selector:\n    app: routing',
    );
    expect(messagesOf(await checkManifests(folder))).toEqual([`${basename(folder)}: Service/routing selects no pod`]);
  });

  test('with a reference to a missing ConfigMap are refused', async () => {
    edit(join(folder, 'config.yaml'), 'name: warmline', 'name: warm');
    expect(new Set(messagesOf(await checkManifests(folder)))).toEqual(
      new Set([`${basename(folder)}: ConfigMap/warmline is referred to and not there`]),
    );
  });

  test('with a file that the kustomization does not list are refused', async () => {
    edit(join(folder, 'kustomization.yaml'), '  - routing.yaml\n', '');
    expect(messagesOf(await checkManifests(folder))).toEqual([
      'kustomization.yaml: resources routing.yaml is not named',
    ]);
  });

  test('that are not YAML are refused with the reason of the parser', async () => {
    writeFileSync(join(folder, 'config.yaml'), 'a: [1');
    expect(messagesOf(await checkManifests(folder))[0]).toMatch(/^config\.yaml: {2}Flow sequence/);
  });
});

describe('the compose file', () => {
  const compose = () => `${folder}.compose.yml`;

  test('is accepted as committed', () => {
    expect(messagesOf(checkCompose(compose(), composeSchema))).toEqual([]);
  });

  test('with a misspelt field of a service is refused with file, path and reason', () => {
    edit(compose(), 'POSTGRES_DB: warmline', 'POSTGRES_DB: warmline\n    volume: [data:/data]');
    expect(messagesOf(checkCompose(compose(), composeSchema))).toEqual([
      `${basename(compose())}: /services/postgres must NOT have additional properties: volume`,
    ]);
  });

  test('with a condition unknown to Compose is refused', () => {
    edit(compose(), 'condition: service_healthy', 'condition: service_happy');
    expect(messagesOf(checkCompose(compose(), composeSchema)).join('\n')).toContain(
      '/depends_on/kafka/condition must be equal to',
    );
  });
});
