// `npm start`: sets up what is missing, then runs everything in one process. Standard output has only the address of the console.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { NODE, prepare, ROOT } from './prepare.mjs';

prepare();
const up = spawn(NODE, [join(ROOT, 'tools/warmline/bin/warmline.js'), 'up'], {
  cwd: ROOT,
  // The pipe closes when this process is gone, however it ended, and the server then stops by itself.
  stdio: ['pipe', 'inherit', 'inherit'],
  env: { ...process.env, WARMLINE_STOP_ON_STDIN_END: '1' },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => up.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
// npm that is killed cannot pass the signal on. It started a shell that started this process, so that shell gets another parent.
const parentOf = (pid) => spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
const started = ancestors();
setInterval(() => ancestors() !== started && up.kill('SIGTERM'), 2_000).unref();
up.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
