import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { metricDeclarations } from '@warmline/telemetry/metric-declarations';
import { Ajv } from 'ajv';
import { yamlDocuments } from './manifests.ts';

const root = resolve(import.meta.dirname, '../../..');
const FILE = join(root, 'deploy/alerts.yaml');

/** A rule file as Prometheus reads it, alerts alone; unknown fields are refused there, too. */
const text = { type: 'string', minLength: 1 };
const duration = { type: 'string', pattern: '^(\\d+(ms|[smhdwy]))+$' };
const strict = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const labels = strict({ severity: { enum: ['page', 'warn'] } }, ['severity']);
const annotations = strict({ summary: text, description: text, runbook: text }, ['summary', 'description', 'runbook']);
const alert = { type: 'string', pattern: '^Warmline[A-Z][A-Za-z]+$' };
const rule = strict({ alert, expr: text, for: duration, labels, annotations }, [
  'alert',
  'expr',
  'labels',
  'annotations',
]);
const group = strict({ name: text, interval: duration, rules: { type: 'array', items: rule, minItems: 1 } }, [
  'name',
  'rules',
]);
const schema = strict({ groups: { type: 'array', items: group, minItems: 1 } }, ['groups']);

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
const { values, faults } = yamlDocuments(FILE);
const rules = (values as { groups: { rules: Rule[] }[] }[]).flatMap((file) => file.groups.flatMap((g) => g.rules));

test('every alert has an expression, a severity, a summary, a description and a runbook entry', () => {
  const check = new Ajv({ allErrors: true }).compile(schema);
  expect(faults).toEqual([]);
  expect(values.map((value) => (check(value) ? [] : check.errors))).toEqual([[]]);
  expect(new Set(rules.map((r) => r.alert)).size).toBe(rules.length);
});

test('an alert uses only declared metrics and their labels, and its brackets are balanced', () => {
  const declared = new Map<string, readonly string[]>(
    Object.values(metricDeclarations).map(({ name, labels: own }) => [name, [...own, 'service', 'instance']]),
  );
  for (const { alert: name, expr } of rules) {
    const asked = [...expr.matchAll(/\bwarmline_\w+/g)].map((m) => m[0]);
    expect([name, asked.filter((metric) => !declared.has(metric))]).toEqual([name, []]);
    expect([name, asked.length > 0]).toEqual([name, true]);
    const by = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap((m) => (m[1] ?? '').split(/,\s*/));
    const filtered = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap((m) =>
      (m[1] ?? '').split(',').map((f) => f.split(/[=!]/)[0] ?? ''),
    );
    const known = asked.flatMap((metric) => [...(declared.get(metric) ?? [])]);
    expect([name, [...by, ...filtered].filter((label) => !known.includes(label))]).toEqual([name, []]);
    for (const [open, close] of ['()', '{}', '[]'])
      expect([name, expr.split(open ?? '').length]).toEqual([name, expr.split(close ?? '').length]);
  }
});

test('the labels an alert shows are labels of its expression', () => {
  for (const { alert: name, expr, annotations: said } of rules) {
    const by = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap((m) => (m[1] ?? '').split(/,\s*/));
    const named = [...said.summary.matchAll(/\$labels\.(\w+)/g)].map((m) => m[1] ?? '');
    expect([name, named.filter((label) => !by.includes(label))]).toEqual([name, []]);
  }
});

test('the runbook has the heading that each alert names', () => {
  const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
  const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map(
    (m) =>
      `docs/runbook.md#${(m[1] ?? '')
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  );
  expect(rules.map((r) => r.annotations.runbook).filter((link) => !anchors.includes(link))).toEqual([]);
});

test('every alert has a case in the tests for promtool, and every case an alert', () => {
  const [file] = yamlDocuments(join(root, 'deploy/alerts.test.yaml')).values as { tests: { name: string }[] }[];
  const tested = new Set(file?.tests.map(({ name }) => name.split(':')[0]));
  expect([...tested].sort()).toEqual(rules.map((r) => r.alert).sort());
});
