// `npm start`: sets up what is missing, then runs everything in one process. Standard output has only the address of the console.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NODE, prepare, ROOT } from './prepare.mjs';

prepare();
const up = spawn(NODE, [join(ROOT, 'tools/warmline/bin/warmline.js'), 'up'], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => up.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
up.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
