import { meanWait, waitQuantile } from '@warmline/queue-wait-estimation/forecast';
import { z } from 'zod';
import { mapLines } from './json-lines.ts';

export interface Options {
  /** A file, or `-` for standard input. */
  readonly in: string;
  /** A file, or `-` for standard output. */
  readonly out: string;
}

/** Rates are per second; `n_ahead` customers wait and all `s` servers are busy. */
const row = z.object({
  id: z.union([z.string(), z.number()]),
  s: z.number().positive(),
  mu_per_s: z.number().positive(),
  theta_per_s: z.number().min(0),
  n_ahead: z.number().int().min(0),
});

/** The exact wait in M/M/s+M, seconds. False if a line was invalid; standard error says which and why. */
export const erlangFile = (files: Options): Promise<boolean> =>
  mapLines(files, row, ({ id, s, mu_per_s, theta_per_s: theta, n_ahead: ahead }) => {
    const queue = { ahead, rate: s * mu_per_s, theta };
    const [p50, p80, p90] = [0.5, 0.8, 0.9].map((p) => waitQuantile(queue, p));
    return { id, mean: meanWait(queue), p50, p80, p90 };
  });
