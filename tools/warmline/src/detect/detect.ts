import { loadPolicy } from '@warmline/escalation-detection/detect';
import { mapLines } from '../json-lines.ts';
import { conversationDetector } from './conversation-detector.ts';
import { conversation } from './conversation-row.ts';

/** The policy of a fresh installation. */
export const DEFAULT_POLICY = new URL('../../../../deploy/defaults/policy.yaml', import.meta.url).pathname;

export interface Options {
  readonly in: string;
  readonly out: string;
  readonly policy: string;
}

/** A verdict for every conversation, in the order of the lines. False if a line was invalid: it is reported, the others are assessed. */
export const detect = ({ policy, ...files }: Options): Promise<boolean> =>
  mapLines(files, conversation, conversationDetector(loadPolicy(policy)));
