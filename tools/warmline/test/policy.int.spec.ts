import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { eventually } from '@warmline/testing/processes';
import { type OneProcess, oneProcess } from './one-process.ts';

jest.setTimeout(90_000);
const CLI = resolve(import.meta.dirname, '../bin/warmline.js');
const SHIPPED = resolve(import.meta.dirname, '../../../deploy/defaults/policy.yaml');
const REFUND = 'I want a refund of $900 please';

let folder: string;
let system: OneProcess;
let gateway: ApiClient;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warmline-policy-'));
  system = await oneProcess();
  gateway = apiClient(system.url);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Exit code and output. */
const cli = (...args: string[]): Promise<{ code: number; output: string }> =>
  promisify(execFile)(process.execPath, [CLI, ...args]).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout, stderr }) => ({ code: code as number, output: `${stdout}${stderr}` }),
  );
const file = (name: string, ...lines: string[]): string => {
  writeFileSync(join(folder, name), [`extends: ${SHIPPED}`, ...lines].join('\n'));
  return join(folder, name);
};
const publish = (path: string, ...more: string[]) => cli('policy', 'publish', path, '--url', system.url, ...more);

let visits = 0;
const arrives = async (tenantId: string, channel = 'mail'): Promise<string> => {
  const place = { tenantId, channel, externalId: `v-${++visits}` };
  return (await gateway.post<{ conversationId: string }>('/v1/conversations', place)).body.conversationId;
};
/** The verdict on a refund of 900. */
const asks = async (conversationId: string): Promise<string> => {
  const posted = await gateway.post<{ seq: number }>(`/v1/conversations/${conversationId}/messages`, {
    role: 'customer',
    text: REFUND,
  });
  return eventually(async () => {
    const { body } = await gateway.get<{ throughSeq: number; verdict: string }>(
      `/v1/conversations/${conversationId}/assessment`,
    );
    if (body.throughSeq < posted.body.seq) throw new Error('not assessed yet');
    return body.verdict;
  });
};

test('a published policy decides new conversations and leaves running ones alone', async () => {
  const before = await arrives('t-1');
  const published = await publish(
    file('lenient.yaml', 'version: lenient-1', 'thresholds: {refund: {limit: 5000}}'),
    '--tenant',
    't-1',
  );
  expect(published).toEqual({ code: 0, output: 'lenient-1 is effective for t-1, every channel\n' });
  const after = await arrives('t-1');
  const elsewhere = await arrives('t-2');
  expect(await Promise.all([before, after, elsewhere].map(asks))).toEqual(['immediate', 'none', 'immediate']);
  const { body } = await gateway.get<{ version: string }>('/v1/tenants/t-1/policy');
  expect(body.version).toBe('lenient-1');
});

test('a policy for one channel leaves the other channels alone', async () => {
  await publish(
    file('mail.yaml', 'version: mail-1', 'thresholds: {refund: {limit: 5000}}'),
    '--tenant',
    't-3',
    '--channel',
    'mail',
  );
  const [mail, sms] = [await arrives('t-3', 'mail'), await arrives('t-3', 'sms')];
  expect(await Promise.all([mail, sms].map(asks))).toEqual(['none', 'immediate']);
});

test('a policy with faults is refused with the path of each, and the old one stays', async () => {
  const wrong = file('wrong.yaml', 'version: wrong-1', 'thresholds: {refund: {limit: -1, currency: dollars}}');
  const checked = await cli('policy', 'check', wrong);
  expect(checked.code).toBe(2);
  expect(checked.output).toContain('thresholds.refund.limit: ');
  expect(checked.output).toContain('thresholds.refund.currency: an ISO 4217 code');
  const { status, body } = await gateway.put<{ errors: { path: string }[] }>('/v1/tenants/t-1/policy', {
    version: 'wrong-1',
  });
  expect(status).toBe(400);
  expect(body.errors.map(({ path }) => path)).toContain('thresholds');
  expect((await gateway.get<{ version: string }>('/v1/tenants/t-1/policy')).body.version).toBe('lenient-1');
});

test('the gateway refuses another text under a known version, and the command fails', async () => {
  const again = await publish(
    file('again.yaml', 'version: lenient-1', 'thresholds: {refund: {limit: 700}}'),
    '--tenant',
    't-1',
  );
  expect(again.code).toBe(1);
  expect(again.output).toContain('version lenient-1 was published with other content');
});
