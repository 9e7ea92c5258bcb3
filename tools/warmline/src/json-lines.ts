import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Presets, SingleBar } from 'cli-progress';
import type { z } from 'zod';
import { UsageError } from './errors.ts';

/**
 * Reads JSON lines one by one from a file (gzip if it ends in .gz), or from standard input for `-`, in the memory of one line. A
 * progress bar appears on a terminal.
 */
export const eachLine = async <T>(
  file: string,
  schema: z.ZodType<T>,
  onRow: (row: T) => Promise<void> | void,
  onInvalidLine: (line: number, why: string) => void,
): Promise<void> => {
  const stdin = file === '-';
  const size = stdin ? 0 : sizeOf(file);
  const input = stdin ? process.stdin : openInput(file);
  const bar = stdin || process.stderr.isTTY !== true ? undefined : progressBar(size);
  let number = 0;
  let bytes = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      bytes += Buffer.byteLength(line) + 1;
      bar?.update(bytes);
      const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (text.trim() === '') continue;
      const row = parseLine(text, schema);
      if (typeof row === 'string') onInvalidLine(number, row);
      else await onRow(row.data);
    }
  } finally {
    bar?.stop();
  }
};

/** An error of the file is passed on to the reader. */
const openInput = (file: string): NodeJS.ReadableStream => {
  const bytes = createReadStream(file);
  if (!file.endsWith('.gz')) return bytes;
  const plain = createGunzip();
  bytes.once('error', (error) => plain.destroy(error));
  return bytes.pipe(plain);
};

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const progressBar = (total: number): SingleBar => {
  const format = '{bar} {percentage} %, {eta_formatted} left';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  return bar;
};

/** The row of a line, or why it is invalid. */
export const parseLine = <T>(line: string, schema: z.ZodType<T>): { readonly data: T } | string => {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const read = schema.safeParse(raw);
  if (read.success) return { data: read.data };
  return read.error.issues.map((i) => `${i.path.map(String).join('.') || '(row)'}: ${i.message}`).join('; ');
};

/** Writes lines to a file, or to standard output for `-`, with back-pressure. Rejects if the file cannot be opened. */
export const lineWriter = async (file: string) => {
  const out = file === '-' ? process.stdout : (await open(file, 'w')).createWriteStream();
  // The output was closed by its reader.
  if (file === '-') out.once('error', () => process.exit(0));
  return {
    write: async (line: string): Promise<void> => {
      if (!out.write(`${line}\n`)) await once(out, 'drain');
    },
    close: async (): Promise<void> => {
      if (file !== '-') await finished(out.end());
    },
  };
};

/** Reads the valid lines; an invalid one is reported on standard error with its number. Returns whether all were valid. */
export const eachValidLine = async <T>(
  file: string,
  schema: z.ZodType<T>,
  onRow: (row: T) => Promise<void> | void,
): Promise<boolean> => {
  let invalid = 0;
  await eachLine(file, schema, onRow, (line, why) => {
    invalid += 1;
    process.stderr.write(`line ${line}: ${why}\n`);
  });
  return invalid === 0;
};

/**
 * Writes a line for every line, in their order, or none where `make` returns null. False if a line was invalid: it is reported, the
 * others are written. Nothing is written if the input cannot be read.
 */
export const mapLines = async <T>(
  { in: from, out: to }: { readonly in: string; readonly out: string },
  schema: z.ZodType<T>,
  map: (row: T) => unknown | Promise<unknown>,
): Promise<boolean> => {
  if (from !== '-') sizeOf(from);
  const target = await lineWriter(to);
  const allValid = await eachValidLine(from, schema, async (row) => {
    const made = await map(row);
    if (made !== null) await target.write(JSON.stringify(made));
  });
  await target.close();
  return allValid;
};
