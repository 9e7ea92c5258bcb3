import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

/** A short form of `npm run test:fuzz`. */
test('three thousand near-valid and invalid requests get an answer each, and none a server error', async () => {
  const command = resolve(import.meta.dirname, '../dist/fuzz/main.js');
  const child = spawn(process.execPath, [command, '--requests', '3000', '--seed', '7']);
  let output = '';
  child.stdout.on('data', (data) => {
    output += String(data);
  });
  const code = await new Promise((done) => child.once('exit', done));
  expect(output).toContain('0 faults');
  expect(code).toBe(0);
}, 120_000);
