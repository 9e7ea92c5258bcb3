import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { alertsIn, speedUp } from './alert-rules.ts';
import { scenarios } from './scenarios.ts';

const root = resolve(import.meta.dirname, '../../../..');
const rules = readFileSync(resolve(root, 'deploy/alerts.yaml'), 'utf8');

test('every alert has a scenario that makes it fire, and every scenario an alert', () => {
  expect(scenarios.map(({ alert }) => alert).sort()).toEqual([...alertsIn(rules).keys()].sort());
});

test('every alert names a heading of the runbook', () => {
  const headings = readFileSync(resolve(root, 'docs/runbook.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('## '))
    .map((line) =>
      line
        .slice(3)
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replace(/ /g, '-'),
    );
  for (const runbook of alertsIn(rules).values())
    expect(headings.map((heading) => `docs/runbook.md#${heading}`)).toContain(runbook);
});

test('times are divided by the speed, limits of counts and rates are not', () => {
  const text = `groups:
  - name: g
    rules:
      - { alert: A, expr: 'sum(rate(x[5m])) > 1', for: 10m }
      - { alert: B, expr: 'max by (service) (y_oldest_age_seconds) > 900' }
      - { alert: C, expr: 'increase(z[1m]) > 20', for: 30s }`;
  expect(parse(speedUp(text, 20, 1)).groups[0]).toEqual({
    name: 'g',
    interval: '1s',
    rules: [
      { alert: 'A', expr: 'sum(rate(x[15s])) > 1', for: '30s' },
      { alert: 'B', expr: 'max by (service) (y_oldest_age_seconds) > 45' },
      { alert: 'C', expr: 'increase(z[5s]) > 20', for: '2s' },
    ],
  });
  expect(speedUp(rules, 1, 15)).toBe(rules);
});
