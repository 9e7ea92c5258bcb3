import { loadPolicy } from '@warmline/escalation-detection/detect';
import { score } from '@warmline/sentiment/score';
import { SHIPPED_POLICY } from '../detect/detect.ts';
import { judging } from '../detect/judge.ts';
import { goodLines } from '../json-lines.ts';
import { reportOf, tables } from './report.ts';
import { type Judged, type Labelled, labelled } from './rows.ts';

export interface Options {
  readonly in: string;
  readonly policy?: string;
  readonly json: boolean;
  readonly seed: number;
}

const pNegativeOf = (row: Labelled): number | null => {
  const last = row.conversation.findLast(({ role }) => role === 'customer');
  return last === undefined ? null : score(last.text).pNegative;
};

/** Judges labelled conversations and prints how well. False when a line was bad: it is named and not counted. */
export const evaluate = async (options: Options, print: (line: string) => void): Promise<boolean> => {
  const judge = judging(loadPolicy(options.policy ?? SHIPPED_POLICY));
  const rows: Judged[] = [];
  const allGood = await goodLines(options.in, labelled, (row) => {
    const { verdict, reasons } = judge(row);
    rows.push({
      source: row.source,
      strength: row.strength,
      should: row.should_handoff,
      reason: row.reason,
      did: verdict !== 'none',
      reasons,
      pNegative: pNegativeOf(row),
    });
  });
  const report = reportOf(rows, options.seed);
  print(options.json ? JSON.stringify(report) : tables(report));
  return allGood;
};
