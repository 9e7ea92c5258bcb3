import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const promtool = (...args: readonly string[]) => spawnSync('promtool', args, { encoding: 'utf8' });
const isThere = promtool('--version').error === undefined;
const deploy = resolve(import.meta.dirname, '../../../deploy');

// .ci/run installs promtool; where it is missing the test is left out.
(isThere ? test : test.skip)('every alert fires in its case, and not before, in Prometheus itself', () => {
  const { status, stdout, stderr, error } = promtool('test', 'rules', `${deploy}/alerts.test.yaml`);
  expect([error, status, stderr]).toEqual([undefined, 0, expect.any(String)]);
  expect(stdout).toContain('SUCCESS');
});
