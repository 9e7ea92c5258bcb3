import { loadPolicy } from '@warmline/escalation-detection/detect';
import { score } from '@warmline/sentiment/score';
import { conversationDetector } from '../detect/conversation-detector.ts';
import { DEFAULT_POLICY } from '../detect/detect.ts';
import { rowIntents } from '../detect/row-intents.ts';
import { eachValidLine } from '../json-lines.ts';
import { type EvaluatedRow, type LabelledRow, labelled } from './labelled-row.ts';
import { reportOf, tables } from './report.ts';

export interface Options {
  readonly in: string;
  readonly policy?: string;
  readonly json: boolean;
  readonly seed: number;
  /** See `rowIntents`. */
  readonly intents?: string | false;
}

const pNegativeOf = (row: LabelledRow): number | null => {
  const last = row.conversation.findLast(({ role }) => role === 'customer');
  return last === undefined ? null : score(last.text).pNegative;
};

/** Assesses labelled conversations and prints the measures. False if a line was invalid: it is reported and not counted. */
export const evaluate = async (options: Options, print: (line: string) => void): Promise<boolean> => {
  const detectOne = conversationDetector(loadPolicy(options.policy ?? DEFAULT_POLICY));
  const rows: EvaluatedRow[] = [];
  const intentsOf = rowIntents(options.intents);
  const allGood = await eachValidLine(options.in, labelled, async (row) => {
    const { verdict, reasons } = detectOne(row, await intentsOf(row));
    rows.push({
      source: row.source,
      strength: row.strength,
      shouldHandOff: row.should_handoff,
      reason: row.reason,
      didHandOff: verdict !== 'none',
      reasons,
      pNegative: pNegativeOf(row),
    });
  });
  const report = reportOf(rows, options.seed);
  print(options.json ? JSON.stringify(report) : tables(report));
  return allGood;
};
