import type { DataOf, Policy } from '@warmline/contracts';
import type { Conversation } from '../detect/conversation-row.ts';
import { conversationRunner, type RunOptions } from '../detect/run-conversation.ts';

export type HandoffRequested = DataOf<'HandoffRequested'>;

export interface RecordedHandoff {
  readonly row: Conversation;
  readonly handoff: HandoffRequested;
  /** The customer message that the strongest rule fired on; null where it fired on none. */
  readonly evidence: { readonly messageId: string; readonly text: string } | null;
  readonly customerTurns: number;
}

/** The first hand-off of a conversation, complete as an agent gets it; null where there is none. An offer at the end is accepted. */
export const handoffFinder = (
  policy: Policy,
): ((row: Conversation, intents?: RunOptions['intents']) => RecordedHandoff | null) => {
  const run = conversationRunner(policy);
  return (row, intents = []) => {
    const { outputs, journal } = run(row, { acceptOffer: true, intents });
    const at = outputs.findIndex(({ type }) => type === 'HandoffRequested');
    const output = outputs[at];
    if (output?.type !== 'HandoffRequested') return null;
    const handoff = output.withJournal?.(output.data, journal) ?? output.data;
    const assessed = outputs
      .slice(0, at)
      .flatMap((one) => (one.type === 'EscalationAssessed' && one.data.verdict !== 'none' ? [one.data] : []))
      .at(-1);
    const byRule = handoff.rules.flatMap((rule) => assessed?.evidence.filter((one) => one.rule === rule) ?? []);
    const customer = row.conversation.flatMap((turn, n) =>
      turn.role === 'customer' ? [{ messageId: `m-${n + 1}`, text: turn.text }] : [],
    );
    const evidence = byRule.flatMap(({ messageId }) => customer.filter((turn) => turn.messageId === messageId))[0];
    return { row, handoff, evidence: evidence ?? null, customerTurns: customer.length };
  };
};
