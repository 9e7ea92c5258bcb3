import { readFileSync } from 'node:fs';
import { defaultRetention, type Retention, retentionOf, retentionSchema } from '@warmline/contracts';
import { parse } from 'yaml';

/** Reads a YAML retention file; without one the defaults hold. Throws with the path and every fault in it. */
export const readRetentionFile = (path: string | undefined): Retention => {
  if (path === undefined) return defaultRetention;
  let document: unknown;
  try {
    document = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const checked = retentionSchema.safeParse(document ?? {});
  if (checked.success) return retentionOf(checked.data);
  const faults = checked.error.issues.map(({ path: at, message }) => `  ${at.join('.') || 'the file'}: ${message}`);
  throw new Error(`${path} is not a valid retention file:\n${faults.join('\n')}`);
};
