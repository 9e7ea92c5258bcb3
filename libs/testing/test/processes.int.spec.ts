import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { eventually, freePort, type RunningProcess, runProcess } from '@warmline/testing/processes';

const dir = mkdtempSync(join(tmpdir(), 'warmline-processes-'));
const started: RunningProcess[] = [];
const runScript = (script: string, env: Record<string, string | undefined> = {}) => {
  const made = runProcess({
    name: 'it',
    command: process.execPath,
    args: ['-e', script],
    env,
    logFile: join(dir, 'it.log'),
  });
  started.push(made);
  return made;
};
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

afterEach(async () => {
  for (const each of started.splice(0)) each.kill();
  rmSync(dir, { recursive: true, force: true });
});

test('waitFor resolves when the address answers, and stop ends the process', async () => {
  const port = await freePort();
  const scriptProcess = runScript(
    `setTimeout(() => require('http').createServer((q, r) => r.end()).listen(process.env.PORT), 200);
     process.on('SIGTERM', () => { console.log('goodbye'); process.exit(3); });`,
    { PORT: String(port) },
  );
  await scriptProcess.waitFor(`http://127.0.0.1:${port}/`);
  await scriptProcess.stop();
  expect(await scriptProcess.exited).toEqual({ code: 3, signal: null });
  expect(scriptProcess.output()).toBe('goodbye\n');
});

test('waitFor rejects at once with the end of the output when the process exits', async () => {
  const before = Date.now();
  await expect(runScript(`console.error('no database'); process.exit(1)`).waitFor(/ready/)).rejects.toThrow(
    /it exited before \/ready\/.*no database/s,
  );
  expect(Date.now() - before).toBeLessThan(5_000);
});

test('waitFor rejects after its limit', async () => {
  await expect(runScript('setInterval(() => {}, 1000)').waitFor(/ready/, { withinMs: 300 })).rejects.toThrow(
    /did not reach \/ready\/ within 300 ms/,
  );
});

test('a process that does not stop is killed, together with its children', async () => {
  const scriptProcess = runScript(
    `const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
     process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('child ' + child.pid);`,
  );
  await scriptProcess.waitFor(/child \d+/);
  const child = Number(/child (\d+)/.exec(scriptProcess.output())?.[1]);
  expect(alive(child)).toBe(true);
  await scriptProcess.stop({ withinMs: 300 });
  expect((await scriptProcess.exited).signal).toBe('SIGKILL');
  await eventually(() => expect(alive(child)).toBe(false));
});
