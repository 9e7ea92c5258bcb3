// `npm start`: set up what is missing, then everything in one process. Its only line on standard output is the console's address.
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
