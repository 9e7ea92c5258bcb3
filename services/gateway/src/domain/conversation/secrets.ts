import type { CommandResult } from '@warmline/messaging/decider';
import { stateOnly } from '../results.ts';
import type { Conversation } from './conversation.ts';
import type { ShowSecrets } from './conversation-commands.ts';
import { notAssigned } from './refusals.ts';

/** An agent looks at the secrets of a message. Each look is recorded; only the agent of the conversation may. */
export const showSecrets = (before: Conversation, event: ShowSecrets): CommandResult<Conversation> => {
  const { agentId, messageId } = event.data;
  const { owner } = before;
  if (owner.kind !== 'agent' || owner.id !== agentId) return stateOnly(before, notAssigned(before));
  return {
    ...stateOnly(before, { status: 200, body: { messageId } }),
    evidence: { secretsShown: { agentId, messageId } },
  };
};
