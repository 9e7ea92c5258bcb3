import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { replayRow } from './conversation.ts';
import { type Gateway, GatewayUnavailable, gatewayClient } from './gateway.ts';
import { partitionMarkers } from './partition-markers.ts';
import { progressReporter } from './progress.ts';
import { parseRows, type Row } from './replay-rows.ts';
import { type ResultLine, summaryText } from './summary.ts';

export interface Options {
  readonly in: string;
  readonly url: string;
  /** Default: standard output. */
  readonly out?: string;
  readonly concurrency: number;
}

/** False if a row got no verdict; its line says why. Lines are written in the order of the rows, each as soon as those before it are. */
export const replay = async ({ in: file, url, out, concurrency }: Options): Promise<boolean> => {
  const rows = parseRows(file, readFileSync(file, 'utf8'));
  const bar = progressReporter(rows.length);
  const gateway = gatewayClient(url, bar.say);
  const target = out === undefined ? 1 : openSync(out, 'w');
  const started = performance.now();
  const lines: ResultLine[] = [];
  await replayRows(rows, gateway, concurrency, (line) => {
    lines.push(line);
    writeAll(target, `${JSON.stringify(line)}\n`);
    bar.done(lines.length);
  });
  bar.stop();
  if (target !== 1) closeSync(target);
  const summary = summaryText(lines, (performance.now() - started) / 1_000);
  (out === undefined ? process.stderr : process.stdout).write(`${summary}\n`);
  return lines.every((line) => line.verdict !== null);
};

/** A verdict or an error for every row, in order. When the gateway stays unavailable, the remaining rows are not tried. */
const replayRows = async (
  rows: readonly Row[],
  gateway: Gateway,
  concurrency: number,
  write: (line: ResultLine) => void,
): Promise<void> => {
  const run = `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
  const { waitForPartition, close } = partitionMarkers(gateway, run);
  const ready = new Map<number, ResultLine>();
  let next = 0;
  let written = 0;
  let unavailable: GatewayUnavailable | undefined;

  const lineOf = async (row: Row): Promise<ResultLine> => {
    if (unavailable !== undefined) return { id: row.id, verdict: null, error: `not tried: ${unavailable.message}` };
    try {
      const { verdict, reasons, rules, unscoredSeqs: missed } = await replayRow(row, run, gateway, waitForPartition);
      return { id: row.id, verdict, reasons, rules, ...(missed.length > 0 ? { missed } : {}) };
    } catch (error) {
      if (error instanceof GatewayUnavailable) unavailable = error;
      return { id: row.id, verdict: null, error: error instanceof Error ? error.message : String(error) };
    }
  };
  const work = async (): Promise<void> => {
    for (let i = next++; i < rows.length; i = next++) {
      const row = rows[i];
      if (row === undefined) return;
      ready.set(i, await lineOf(row));
      for (let line = ready.get(written); line !== undefined; line = ready.get(++written)) {
        ready.delete(written);
        write(line);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, rows.length) }, work));
  if (unavailable === undefined) await close().catch(() => {});
};

/** A pipe may accept only a part of a write, or nothing for now. */
const writeAll = (target: number, text: string): void => {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(target, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
};
