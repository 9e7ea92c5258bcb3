import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { eventually } from './eventually.ts';

export { freePort } from '@warmline/persistence';
export { eventually } from './eventually.ts';

export interface ProcessOptions {
  /** Used in error messages. */
  readonly name: string;
  readonly command: string;
  readonly args?: readonly string[];
  /** Added to the environment of this process; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Standard output and standard error are appended to it. Its folder is created. */
  readonly logFile: string;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process has exited; never rejects. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** The output since the start. */
  output(): string;
  /** Resolves when a URL answers with a 2xx status, or when the output matches. Rejects with the end of the output when the process exits. */
  waitFor(what: string | RegExp, options?: { readonly withinMs?: number }): Promise<void>;
  /** Sends a signal to the process and its children. */
  kill(signal?: NodeJS.Signals): void;
  /** Sends SIGTERM, and SIGKILL if the process has not exited within `withinMs`, 10 s by default. Safe to call twice. */
  stop(options?: { readonly withinMs?: number }): Promise<void>;
}

/** Starts a command as its own process group, which is killed when this process exits. */
export const runProcess = (options: ProcessOptions): RunningProcess => {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const start = statSync(options.logFile).size;
  const child = spawn(options.command, options.args ?? [], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const { pid } = child;
  let hasExited = false;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
    child.once('error', () => done({ code: null, signal: null }));
    child.once('exit', (code, signal) => done({ code, signal }));
  });
  if (pid === undefined) throw new Error(`${options.name}: cannot run ${options.command}`);

  const output = () => readFileSync(options.logFile).subarray(start).toString();
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has exited already.
    }
  };
  const killOnExit = () => kill('SIGKILL');
  process.once('exit', killOnExit);
  void exited.then(() => {
    hasExited = true;
    process.removeListener('exit', killOnExit);
  });

  const isSatisfied = async (what: string | RegExp) => {
    if (what instanceof RegExp) return what.test(output());
    return fetch(what, { signal: AbortSignal.timeout(2_000) }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      },
      () => false,
    );
  };
  const failure = (why: string) =>
    new Error(`${options.name} ${why}; the end of its output:\n${output().slice(-2_000)}`);

  return {
    name: options.name,
    pid,
    exited,
    output,
    kill,
    waitFor: async (what, { withinMs = 30_000 } = {}) => {
      const failed = await eventually(
        async () => {
          if (await isSatisfied(what)) return undefined;
          if (hasExited) return failure(`exited before ${what}`);
          throw failure(`did not reach ${what} within ${withinMs} ms`);
        },
        { withinMs },
      );
      if (failed !== undefined) throw failed;
    },
    stop: async ({ withinMs = 10_000 } = {}) => {
      if (hasExited) return;
      kill('SIGTERM');
      const limit = setTimeout(() => kill('SIGKILL'), withinMs);
      await exited;
      clearTimeout(limit);
    },
  };
};
