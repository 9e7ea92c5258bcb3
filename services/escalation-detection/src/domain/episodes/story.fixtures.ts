import type { RuleId } from '@warmline/contracts';
import { policy, START } from '../../../test/conversation.fixtures.ts';
import type { JournaledTurn } from '../transcript.ts';
import { type BriefingInput, briefer } from './briefing.ts';

type Bot = NonNullable<JournaledTurn['bot']>;

/** A turn: what the customer says, or `bot(…)`. */
export type Line = string | Omit<JournaledTurn, 'messageId' | 'seq' | 'at'>;

export const bot = (text: string, details?: Bot): Line => ({ role: 'bot', text, ...(details && { bot: details }) });
export const withheld = (text: string): Line => ({ role: 'bot', text, withheld: true });

/** The turns of a conversation, `m-1` first. */
export const turnsOf = (...lines: readonly Line[]): JournaledTurn[] =>
  lines.map((line, n) => ({
    messageId: `m-${n + 1}`,
    seq: 10 * (n + 1),
    at: START + n,
    ...(typeof line === 'string' ? { role: 'customer' as const, text: line } : line),
  }));

export const evidenceIn = (n: number, rule: RuleId = 'stakes.billing-dispute') => [{ rule, messageId: `m-${n}` }];

const brief = briefer(policy);
/** The briefing on a conversation whose last turn is a billing dispute. */
export const about = (lines: readonly Line[], input: Partial<BriefingInput> = {}) =>
  brief({
    turns: turnsOf(...lines),
    evidence: evidenceIn(lines.length),
    reasons: ['billing_dispute'],
    because: 'billing dispute',
    handedBackAt: [],
    earlierHandoffs: [],
    ...input,
  });
