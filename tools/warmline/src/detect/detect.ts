import { loadPolicy } from '@warmline/escalation-detection/detect';
import { judging } from './judge.ts';
import { eachLine, lineWriter } from './lines.ts';
import { conversation } from './rows.ts';

/** The policy of a fresh installation. */
export const SHIPPED_POLICY = new URL('../../../../deploy/defaults/policy.yaml', import.meta.url).pathname;

export interface Options {
  readonly in: string;
  readonly out: string;
  readonly policy: string;
}

/** A verdict for every conversation, in the order of the lines. False when a line was bad: it is named, the others are judged. */
export const detect = async ({ in: file, out, policy }: Options): Promise<boolean> => {
  const judge = judging(loadPolicy(policy));
  const target = await lineWriter(out);
  let bad = 0;
  await eachLine(
    file,
    conversation,
    (row) => target.write(JSON.stringify(judge(row))),
    (line, why) => {
      bad += 1;
      process.stderr.write(`line ${line}: ${why}\n`);
    },
  );
  await target.close();
  return bad === 0;
};
