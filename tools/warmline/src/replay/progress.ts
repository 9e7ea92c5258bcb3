import { Presets, SingleBar } from 'cli-progress';

const LINE_EVERY_MS = 10_000;

/** Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
export const progressReporter = (total: number) => {
  const tty = process.stderr.isTTY === true;
  const bar = new SingleBar(
    {
      format: 'replay {bar} {value}/{total} conversations, {eta_formatted} left',
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  if (tty) bar.start(total, 0);
  let printedAt = performance.now();
  return {
    done: (n: number): void => {
      if (tty) bar.update(n);
      if (tty || (n < total && performance.now() - printedAt < LINE_EVERY_MS)) return;
      printedAt = performance.now();
      process.stderr.write(`replay: ${n} of ${total}\n`);
    },
    say: (line: string): void => void process.stderr.write(tty ? `\r\u001b[K${line}\n` : `${line}\n`),
    stop: (): void => bar.stop(),
  };
};
