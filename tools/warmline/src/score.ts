import { once } from 'node:events';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { score } from '@warmline/sentiment/score';
import { Presets, SingleBar } from 'cli-progress';
import { z } from 'zod';
import { Wrong } from './wrong.ts';

export interface Options {
  /** A file, or `-` for standard input. */
  readonly in: string;
  /** A file, or `-` for standard output. */
  readonly out: string;
}

const row = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

/** False when a line could not be read; standard error says which and why. Every good line is written, in the order of the input. */
export const scoreFile = async ({ in: from, out: to }: Options): Promise<boolean> => {
  const size = from === '-' ? undefined : sizeOf(from);
  const input = from === '-' ? process.stdin : createReadStream(from);
  const output = to === '-' ? process.stdout : createWriteStream(to);
  const bar = progress(size, to);
  let bytes = 0;
  input.on('data', (chunk: Buffer | string) => {
    bytes += chunk.length;
    bar.update(bytes);
  });
  const bad = await scoreLines(input, output, (line) => bar.say(line));
  if (to !== '-') {
    output.end();
    await finished(output);
  }
  bar.stop();
  return bad === 0;
};

/** Reads, scores and writes a line at a time, waiting where the writer is full; answers how many lines were bad. */
export const scoreLines = async (input: Readable, output: Writable, say: (line: string) => void): Promise<number> => {
  let [n, bad] = [0, 0];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    n++;
    if (line.trim() === '') continue;
    const read = readRow(line);
    if ('reason' in read) {
      bad++;
      say(`line ${n}: ${read.reason}`);
      continue;
    }
    const { score: value, label, pNegative, language } = score(read.text);
    if (!output.write(`${JSON.stringify({ id: read.id, score: value, label, pNegative, language })}\n`))
      await once(output, 'drain');
  }
  return bad;
};

const readRow = (line: string): z.output<typeof row> | { readonly reason: string } => {
  let given: unknown;
  try {
    given = JSON.parse(line.startsWith('\ufeff') ? line.slice(1) : line);
  } catch {
    return { reason: 'is not JSON' };
  }
  const read = row.safeParse(given);
  if (read.success) return read.data;
  return { reason: read.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; ') };
};

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch (error) {
    throw new Wrong(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** A bar of bytes read, on standard error where it is a terminal and the size is known; else only what is said. */
const progress = (size: number | undefined, out: string) => {
  const shown =
    size !== undefined && size > 0 && process.stderr.isTTY === true && !(out === '-' && process.stdout.isTTY);
  const bar = new SingleBar(
    { format: 'score {bar} {percentage} %, {eta_formatted} left', stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  if (shown) bar.start(size, 0);
  return {
    update: (bytes: number): void => void (shown && bar.update(bytes)),
    say: (line: string): void => void process.stderr.write(shown ? `\r\u001b[K${line}\n` : `${line}\n`),
    stop: (): void => void (shown && bar.stop()),
  };
};
