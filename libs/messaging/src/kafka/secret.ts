import { readFileSync } from 'node:fs';

/** A secret, or the file that holds it. A file is read at each use, so that a rotated secret needs no restart. */
export type Secret = string | { readonly file: string };

/** The end of the last line of a file is not part of the secret. */
export const readSecret = (secret: Secret): string =>
  typeof secret === 'string' ? secret : readFileSync(secret.file, 'utf8').replace(/\r?\n$/, '');
