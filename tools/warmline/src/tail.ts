import { topics as catalog } from '@warmline/contracts';
import type { Transport } from '@warmline/messaging';
import { UsageError } from './errors.ts';
import { withLog } from './log.ts';
import { recordLine } from './record-line.ts';

/** Follows topics until a signal, or until the output is closed. */
export const tail = (names: readonly string[], fromBeginning: boolean, print: (line: string) => void): Promise<void> =>
  withLog(async (transport) => {
    const wanted = await existingTopics(transport, names);
    const stop = await transport.tail(wanted, (record) => print(recordLine(record)), fromBeginning);
    process.stderr.write(`following ${wanted.length} topics, Ctrl-C ends\n`);
    await untilSignal();
    await stop();
  });

const existingTopics = async (transport: Transport, names: readonly string[]): Promise<readonly string[]> => {
  const there = await transport.listTopics();
  const wanted = names.length > 0 ? [...new Set(names)] : Object.values(catalog).map((t) => t.name);
  const missing = wanted.filter((name) => !there.has(name));
  if (missing.length === 0) return wanted;
  const hint = names.length > 0 ? 'warmline topics list names those there are' : 'run warmline topics apply';
  throw new UsageError(`no such topic: ${missing.join(', ')}; ${hint}`);
};

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let asked = false;
    const end = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on('SIGINT', end).on('SIGTERM', end);
    process.stdout.on('error', () => resolve());
  });
