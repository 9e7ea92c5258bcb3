import type { EventOf } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import type { Conversation, Transfer } from './conversation.ts';
import { ConversationUpdate, OK, problem, stateOnly } from './conversation-update.ts';

type Result = CommandResult<Conversation>;

/** Asks routing to pass the conversation on. Until it has answered, the agent has it and may neither resolve it nor ask again. */
export const requestTransfer = (before: Conversation, event: Transfer, context: Context): Result => {
  const { handoff, owner, tenantId, conversationId } = before;
  const { agentId, to, note } = event.data;
  const refuse = (status: number, title: string, why: string) => stateOnly(before, problem(status, title, why));
  if (handoff?.is !== 'assigned' || handoff.agentId !== agentId)
    return refuse(
      409,
      'Not the owner',
      `agent ${agentId} has no open hand-off here; the owner is ${owner.kind} ${owner.id}`,
    );
  if (before.is === 'ended') return refuse(409, 'Conversation ended', 'the customer has left: resolve it instead');
  if (handoff.transferPending) return refuse(409, 'Transfer under way', 'it is being passed on: wait for the answer');
  if (to.kind === 'agent' && to.id === agentId)
    return refuse(422, 'Nobody to pass it on to', `${agentId} has this conversation already`);
  const { handoffId, poolId } = handoff;
  const update = new ConversationUpdate(before, event.at, context.id);
  update.emitDeskEvent('TransferRequested', { poolId, tenantId, handoffId, conversationId, agentId, to, note });
  update.updateState({ handoff: { ...handoff, transferPending: true } });
  return update.result(202, { handoffId, to });
};

/** It stays with the agent; his desk says why. */
export const onTransferRefused = (before: Conversation, event: EventOf<'TransferRefused'>): Result => {
  const { handoff } = before;
  const { handoffId, agentId } = event.data;
  if (handoff?.is !== 'assigned' || handoff.handoffId !== handoffId || handoff.agentId !== agentId)
    return stateOnly(before, OK);
  const { transferPending: _, ...assignedHandoff } = handoff;
  return stateOnly({ ...before, handoff: assignedHandoff }, OK);
};
