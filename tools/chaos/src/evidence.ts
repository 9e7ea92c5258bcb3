import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunOutcome } from './run.ts';

/** What a failed run leaves beside its logs: the report, and everything the checks looked at, a line each. */
export const writeEvidence = (dataDir: string, report: object, outcome: RunOutcome): void => {
  const { history, verdict, kills, faults, unexpected } = outcome;
  const { violations } = verdict;
  const whole = { ...report, kills, faults, violations, unexpected };
  writeFileSync(join(dataDir, 'report.json'), JSON.stringify(whole, null, 2));
  const lines = (name: string, rows: readonly unknown[]): void =>
    writeFileSync(join(dataDir, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  lines('records.jsonl', history.records);
  lines('asked.jsonl', history.ledger.requests);
};
