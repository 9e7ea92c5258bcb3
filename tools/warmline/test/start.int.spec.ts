import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { freePort } from '@warmline/persistence';
import { eventually } from '@warmline/testing/processes';

test('npm start that is killed leaves no server and no database behind', async () => {
  const [port, healthPort, dataDir] = [
    await freePort(),
    await freePort(),
    mkdtempSync(join(tmpdir(), 'warmline-start-')),
  ];
  const isReady = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${healthPort}/ready`).catch(() => undefined);
    return answer?.status === 200;
  };
  const npm = spawn('npm', ['start'], {
    cwd: resolve(import.meta.dirname, '../../..'),
    env: { ...process.env, PORT: String(port), HEALTH_PORT: String(healthPort), WARMLINE_DATA: dataDir },
    stdio: 'ignore',
    detached: true,
  });
  try {
    await eventually(async () => expect(await isReady()).toBe(true), { withinMs: 90_000 });
    npm.kill('SIGKILL');
    await eventually(async () => expect(await isReady()).toBe(false), { withinMs: 20_000 });
    const postgres = join(dataDir, 'postgres', 'postmaster.pid');
    await eventually(() => expect(existsSync(postgres)).toBe(false), { withinMs: 20_000 });
  } finally {
    npm.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 120_000);
