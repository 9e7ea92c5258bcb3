import { readConfig } from './config.ts';

const needed = {
  DATABASE_URL: 'postgres://localhost/warmline',
  POLICY_FILE: new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname,
};
const SUMMARY_API_URL = 'https://models.example/v1';

test('no summary leaves the process unless an endpoint is named', () => {
  expect(readConfig(needed).summary).toBeNull();
  expect(readConfig({ ...needed, SUMMARY_API_URL: '', SUMMARY_MODEL: 'm' }).summary).toBeNull();
});

test('an endpoint has two seconds unless told otherwise, and a key only where there is one', () => {
  expect(readConfig({ ...needed, SUMMARY_API_URL, SUMMARY_MODEL: 'm' }).summary).toEqual({
    url: SUMMARY_API_URL,
    key: undefined,
    model: 'm',
    timeoutMs: 2_000,
  });
});

test('an endpoint without a model, or that is no address, stops the start and says why', () => {
  expect(() => readConfig({ ...needed, SUMMARY_API_URL })).toThrow(/SUMMARY_MODEL: is missing/);
  expect(() => readConfig({ ...needed, SUMMARY_API_URL: 'models', SUMMARY_MODEL: 'm' })).toThrow(/SUMMARY_API_URL/);
});
