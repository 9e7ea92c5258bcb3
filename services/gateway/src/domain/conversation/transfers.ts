import type { EventOf } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { OK, problem, stateOnly } from '../results.ts';
import type { Conversation } from './conversation.ts';
import type { Transfer } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import { notAssigned, transferPending } from './refusals.ts';

type Result = CommandResult<Conversation>;

/** Requests a transfer from routing. Until its answer the agent keeps the conversation and may neither resolve nor transfer it. */
export const requestTransfer = (before: Conversation, event: Transfer, context: Context): Result => {
  const { handoff, tenantId, conversationId } = before;
  const { agentId, to, note } = event.data;
  const refuse = (status: number, title: string, why: string) => stateOnly(before, problem(status, title, why));
  if (handoff?.is !== 'assigned' || handoff.agentId !== agentId) return stateOnly(before, notAssigned(before));
  if (before.is === 'ended')
    return refuse(409, 'Conversation ended', 'the customer has left; resolve the hand-off instead');
  if (handoff.transferPending) return stateOnly(before, transferPending);
  if (to.kind === 'agent' && to.id === agentId)
    return refuse(422, 'Unknown transfer target', 'the agent already has this conversation');
  const { handoffId, poolId } = handoff;
  const update = new ConversationUpdate(before, event.at, context.id);
  update.emitDeskEvent('TransferRequested', { poolId, tenantId, handoffId, conversationId, agentId, to, note });
  update.updateState({ handoff: { ...handoff, transferPending: true } });
  return update.result(202, { handoffId, to });
};

/** The agent keeps the conversation. Their desk shows the reason. */
export const onTransferRefused = (before: Conversation, event: EventOf<'TransferRefused'>): Result => {
  const { handoff } = before;
  const { handoffId, agentId } = event.data;
  if (handoff?.is !== 'assigned' || handoff.handoffId !== handoffId || handoff.agentId !== agentId)
    return stateOnly(before, OK);
  const { transferPending: _, ...assignedHandoff } = handoff;
  return stateOnly({ ...before, handoff: assignedHandoff }, OK);
};
