import type { DataOf, Instant } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { problem, stateOnly } from '../conversation/conversation-update.ts';
import type { Desk, EndWrapUp } from './desk.ts';

type WrapUps = Desk['wrapUps'];

/** Those that last yet, and the one that begins. What is over needs no word: the slot is free by itself. */
export const nextWrapUps = ({ wrapUps }: Desk, closed: DataOf<'HandoffClosed'>, now: Instant): WrapUps => {
  const { handoffId, conversationId, wrapUpUntil } = closed;
  const active = Object.fromEntries(Object.entries(wrapUps).filter(([, { until }]) => until > now));
  return wrapUpUntil === undefined ? active : { ...active, [handoffId]: { conversationId, until: wrapUpUntil } };
};

/** The agent needs no more of the time: routing gives the slot away. */
export const endWrapUp = (before: Desk, { data: { handoffId }, at }: EndWrapUp): CommandResult<Desk> => {
  const { [handoffId]: done, ...wrapUps } = before.wrapUps;
  if (done === undefined || done.until <= at)
    return stateOnly(before, problem(409, 'No wrap-up', `the wrap-up of hand-off ${handoffId} is over`));
  const { poolId, tenantId, agentId } = before;
  const data = { poolId, tenantId, handoffId, conversationId: done.conversationId, agentId };
  return {
    state: { ...before, wrapUps },
    verdict: { is: 'emit', outputs: [{ type: 'WrapUpEnded', data }] },
    answer: { status: 202, body: { handoffId } },
    timeline: [],
  };
};
