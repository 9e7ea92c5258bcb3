import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { completePolicy, type Policy, policySchema } from './index.ts';

const shipped: Policy = policySchema.parse(
  parse(readFileSync(new URL('../../../deploy/defaults/policy.yaml', import.meta.url), 'utf8')),
);
const entry = (n: number) => ({
  id: `entry-${n}`,
  when: 'the customer mentions a medical emergency',
  verdict: 'offer',
});
const withGuidance = (guidance: unknown) => policySchema.safeParse({ ...shipped, guidance });

test('the shipped policy has no guidance, and a policy may have up to 20 entries', () => {
  expect(shipped.guidance).toEqual([]);
  expect(withGuidance(Array.from({ length: 20 }, (_, n) => entry(n))).success).toBe(true);
});

test.each([
  ['21 entries', Array.from({ length: 21 }, (_, n) => entry(n))],
  ['an id that is used twice', [entry(1), entry(1)]],
  ['a situation of fewer than 10 characters', [{ ...entry(1), when: 'is ill' }]],
  ['a situation of more than 300 characters', [{ ...entry(1), when: 'x'.repeat(301) }]],
  ['an id with a blank', [{ ...entry(1), id: 'medical emergency' }]],
  ['the verdict none', [{ ...entry(1), verdict: 'none' }]],
])('a policy is refused with %s', (_, guidance) => expect(withGuidance(guidance).success).toBe(false));

test('a published policy without guidance has that of the installation, and an empty list stays empty', () => {
  const installation = policySchema.parse({ ...shipped, guidance: [entry(1)] });
  const { guidance: _, ...silent } = shipped;
  expect(completePolicy({ ...silent, version: 'tenant-1' }, installation).policy.guidance).toEqual([entry(1)]);
  expect(completePolicy({ ...shipped, version: 'tenant-1' }, installation).policy.guidance).toEqual([]);
});
