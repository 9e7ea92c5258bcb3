import { readFileSync } from 'node:fs';
import { type TeamsDocument, teamsSchema } from '@warmline/contracts';
import { parse } from 'yaml';

/** The teams file cannot be used. The message has its path and every fault in it. */
export class TeamsFileError extends Error {
  override readonly name = 'TeamsFileError';
}

export interface TeamsFile {
  /** The file as it is written: what TeamsPublished and HoursPublished carry. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly teams: TeamsDocument;
}

/** Reads a YAML teams file. Throws a TeamsFileError. */
export const readTeamsFile = (path: string): TeamsFile => {
  const raw = readYaml(path);
  const checked = teamsSchema.safeParse(raw);
  if (checked.success) return { raw: raw as TeamsFile['raw'], teams: checked.data };
  const faults = checked.error.issues.map(({ path: at, message }) => `  ${at.join('.') || 'the file'}: ${message}`);
  throw new TeamsFileError(`${path} is not a valid teams file:\n${faults.join('\n')}`);
};

/** The teams in a YAML teams file. Throws a TeamsFileError. */
export const loadTeams = (path: string): TeamsDocument => readTeamsFile(path).teams;

const readYaml = (path: string): unknown => {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new TeamsFileError(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};
