import { expect, test } from '@jest/globals';
import { readConfig } from './config.ts';

const needed = {
  DATABASE_URL: 'postgres://localhost/warmline',
  POLICY_FILE: new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname,
};
const GUIDANCE_MODEL_URL = 'https://models.example/v1';

test('guidance is off without an address, and the policy file is not read', () =>
  expect(readConfig({ ...needed, POLICY_FILE: 'none.yaml', GUIDANCE_MODEL: 'm' }).guidance).toBeNull());

test('an address and a model switch guidance on, with 800 ms and 600 calls a minute', () =>
  expect(
    readConfig({ ...needed, GUIDANCE_MODEL_URL, GUIDANCE_MODEL: 'm', GUIDANCE_MODEL_KEY: 'k' }).guidance,
  ).toMatchObject({
    url: GUIDANCE_MODEL_URL,
    key: 'k',
    model: 'm',
    timeoutMs: 800,
    callsPerMinute: 600,
    policy: { version: 'default-1' },
  }));

test.each([
  ['an address without a model', { GUIDANCE_MODEL: '' }, /GUIDANCE_MODEL: required/],
  ['a time-out above 1.5 s', { GUIDANCE_MODEL_TIMEOUT_MS: '1501' }, /GUIDANCE_MODEL_TIMEOUT_MS/],
  ['a budget of nothing', { GUIDANCE_CALLS_PER_MINUTE: '0' }, /GUIDANCE_CALLS_PER_MINUTE/],
  [
    'an address with a password',
    { GUIDANCE_MODEL_URL: 'https://me:pw@models.example/v1' },
    /may not hold a user or password/,
  ],
  ['a policy file that is not there', { POLICY_FILE: 'none.yaml' }, /none\.yaml/],
])('the start is refused with %s', (_, settings, fault) =>
  expect(() => readConfig({ ...needed, GUIDANCE_MODEL_URL, GUIDANCE_MODEL: 'm', ...settings })).toThrow(fault),
);
