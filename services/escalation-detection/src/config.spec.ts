import { readConfig } from './config.ts';

const needed = {
  DATABASE_URL: 'postgres://localhost/warmline',
  POLICY_FILE: new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname,
};
const SUMMARY_API_URL = 'https://models.example/v1';

test('without an endpoint summaries stay built in', () => {
  expect(readConfig(needed).summary).toBeNull();
  expect(readConfig({ ...needed, SUMMARY_API_URL: '', SUMMARY_MODEL: 'm' }).summary).toBeNull();
});

test('an endpoint has a time-out of two seconds by default, and a key only where one is set', () => {
  expect(readConfig({ ...needed, SUMMARY_API_URL, SUMMARY_MODEL: 'm' }).summary).toEqual({
    url: SUMMARY_API_URL,
    key: undefined,
    model: 'm',
    timeoutMs: 2_000,
  });
});

test('an endpoint without a model, or one that is not a URL, fails the start with the reason', () => {
  expect(() => readConfig({ ...needed, SUMMARY_API_URL })).toThrow(/SUMMARY_MODEL: required/);
  expect(() => readConfig({ ...needed, SUMMARY_API_URL: 'models', SUMMARY_MODEL: 'm' })).toThrow(/SUMMARY_API_URL/);
});

test('an endpoint with a password in its URL is refused without showing it, since errors would', () => {
  const start = () =>
    readConfig({ ...needed, SUMMARY_API_URL: 'https://me:secret@models.example/v1', SUMMARY_MODEL: 'm' });
  expect(start).toThrow(/SUMMARY_API_URL: may not hold a user or password/);
  expect(start).not.toThrow(/secret/);
});
