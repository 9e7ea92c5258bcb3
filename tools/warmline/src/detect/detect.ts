import { loadPolicy } from '@warmline/escalation-detection/detect';
import { mapLines } from '../json-lines.ts';
import { conversationDetector } from './conversation-detector.ts';
import { conversation } from './conversation-row.ts';
import { rowIntents } from './row-intents.ts';

/** The policy of a fresh installation. */
export const DEFAULT_POLICY = new URL('../../../../deploy/defaults/policy.yaml', import.meta.url).pathname;

export interface Options {
  readonly in: string;
  readonly out: string;
  readonly policy: string;
  /** Adds what the messages were scored and what nearly fired. */
  readonly explain?: boolean;
  /** See `rowIntents`. */
  readonly intents?: string | false;
}

/** A verdict for every conversation, in the order of the lines. False if a line was invalid: it is reported, the others are assessed. */
export const detect = ({ policy, intents, explain = false, ...files }: Options): Promise<boolean> => {
  const detectOne = conversationDetector(loadPolicy(policy));
  const intentsOf = rowIntents(intents);
  return mapLines(files, conversation, async (row) => {
    const { explanation, ...result } = detectOne(row, await intentsOf(row));
    return explain ? { ...result, explanation } : result;
  });
};
