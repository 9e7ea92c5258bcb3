import { score } from '@warmline/sentiment/score';
import { z } from 'zod';
import { mapLines } from './json-lines.ts';

export interface Options {
  /** A file, or `-` for standard input. */
  readonly in: string;
  /** A file, or `-` for standard output. */
  readonly out: string;
}

const row = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

/** False if a line was invalid; standard error says which and why. Every valid line is written, in the order of the input. */
export const scoreFile = (files: Options): Promise<boolean> =>
  mapLines(files, row, ({ id, text }) => {
    const { words: _words, ...own } = score(text);
    return { id, ...own };
  });
