import type { Heard } from '@warmline/contracts';
import type { Commanded, Context } from '@warmline/messaging/decider';
import type { Conversation, Transfer } from './conversation.ts';
import { nothing, OK, problem, Telling } from './telling.ts';

type Result = Commanded<Conversation>;

/** Asks routing to pass the conversation on. Until it has answered, the agent has it and may neither resolve it nor ask again. */
export const transfer = (before: Conversation, event: Transfer, context: Context): Result => {
  const { handoff, owner, tenantId, conversationId } = before;
  const { agentId, to, note } = event.data;
  const refuse = (status: number, title: string, why: string) => nothing(before, problem(status, title, why));
  if (handoff?.is !== 'assigned' || handoff.agentId !== agentId)
    return refuse(
      409,
      'Not the owner',
      `agent ${agentId} has no open hand-off here; the owner is ${owner.kind} ${owner.id}`,
    );
  if (before.is === 'ended') return refuse(409, 'Conversation ended', 'the customer has left: resolve it instead');
  if (handoff.passing) return refuse(409, 'Transfer under way', 'it is being passed on: wait for the answer');
  if (to.kind === 'agent' && to.id === agentId)
    return refuse(422, 'Nobody to pass it on to', `${agentId} has this conversation already`);
  const { handoffId, poolId } = handoff;
  const t = new Telling(before, event.at, context.id);
  t.also('TransferRequested', { poolId, tenantId, handoffId, conversationId, agentId, to, note });
  t.change({ handoff: { ...handoff, passing: true } });
  return t.done(202, { handoffId, to });
};

/** It stays with the agent; his desk says why. */
export const transferRefused = (before: Conversation, event: Heard<'TransferRefused'>): Result => {
  const { handoff } = before;
  const { handoffId, agentId } = event.data;
  if (handoff?.is !== 'assigned' || handoff.handoffId !== handoffId || handoff.agentId !== agentId)
    return nothing(before, OK);
  const { passing: _, ...held } = handoff;
  return nothing({ ...before, handoff: held }, OK);
};
