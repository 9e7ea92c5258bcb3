import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicy, parsePolicy } from './policy-file.ts';

const shipped = (name: string) => loadPolicy(new URL(`../../../deploy/defaults/${name}`, import.meta.url).pathname);
const policy = shipped('policy.yaml');

const folder = mkdtempSync(join(tmpdir(), 'policy-'));
const fileWith = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
afterAll(() => rmSync(folder, { recursive: true }));

test('the default policies are valid and differ only in which rules hand off at once', () => {
  expect(policy.version).toBe('default-1');
  expect(policy.thresholds.refund).toMatchObject({ limit: 500, currency: 'USD' });
  const directPolicy = shipped('policy-direct.yaml');
  expect({ ...directPolicy, version: policy.version, rules: policy.rules }).toEqual(policy);
  const offers = Object.entries(directPolicy.rules).filter(([, rule]) => rule.verdict === 'offer');
  expect(offers.map(([id]) => id)).toEqual([
    'sentiment.negative',
    'bot.low-confidence',
    'bot.subject-switches',
    'bot.unresolved-session',
    'opportunity.enterprise',
  ]);
});

test('a file that extends another one states only the differences', () => {
  const file = fileWith(
    'tenant.yaml',
    `extends: ${new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname}\nversion: tenant-1\nthresholds: { refund: { limit: 100 } }\n`,
  );
  expect(loadPolicy(file)).toEqual({
    ...policy,
    version: 'tenant-1',
    thresholds: { ...policy.thresholds, refund: { ...policy.thresholds.refund, limit: 100 } },
  });
});

test('every fault is named with its path and its reason', () => {
  const faulty = {
    ...policy,
    thresholds: { ...policy.thresholds, subjectSwitches: 'many', sentiment: { pNegative: 7, immediateAt: 2 } },
  };
  expect(() => parsePolicy(faulty, 'tenant.yaml')).toThrow(
    /tenant\.yaml[\s\S]*thresholds\.sentiment\.pNegative[\s\S]*thresholds\.subjectSwitches: .*expected/,
  );
});

test('the human-request rule cannot be disabled', () => {
  const rules = { ...policy.rules, 'emotional.human-request': { enabled: false, verdict: 'immediate' } };
  expect(() => parsePolicy({ ...policy, rules }, 'x')).toThrow(/rules\.emotional\.human-request: .*must be enabled/);
});

test('an unreadable file is reported by name', () => {
  expect(() => loadPolicy(join(folder, 'none.yaml'))).toThrow(/none\.yaml/);
  expect(() => loadPolicy(fileWith('broken.yaml', 'rules: [unclosed'))).toThrow(/broken\.yaml/);
  expect(() => loadPolicy(fileWith('loop.yaml', 'extends: loop.yaml'))).toThrow(/extends itself/);
});
