import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunOutcome } from './run.ts';

/** Writes what a failed run leaves in addition to its logs: the report, and the records and requests that were checked. */
export const writeEvidence = (dataDir: string, report: object, outcome: RunOutcome): void => {
  const { history, verdict, kills, faults, unexpected } = outcome;
  const { violations } = verdict;
  const full = { ...report, kills, faults, violations, unexpected };
  writeFileSync(join(dataDir, 'report.json'), JSON.stringify(full, null, 2));
  const lines = (name: string, rows: readonly unknown[]): void =>
    writeFileSync(join(dataDir, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  lines('records.jsonl', history.records);
  lines('requests.jsonl', history.clientLog.requests);
};
