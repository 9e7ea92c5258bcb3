import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from './errors.ts';

/** The content of a JSON file after its schema, and the parsed JSON. Throws with the name of the file if it cannot be read. */
export const readJson = <T>(file: string, schema: z.ZodType<T>): { readonly data: T; readonly raw: unknown } => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { data: parseWith(file, raw, schema), raw };
};

export const parseWith = <T>(file: string, raw: unknown, schema: z.ZodType<T>): T => {
  const read = schema.safeParse(raw);
  if (!read.success) throw new UsageError(`${file}: ${z.prettifyError(read.error)}`);
  return read.data;
};
