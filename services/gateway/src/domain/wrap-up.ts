import type { DataOf, Instant } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging/decider';
import type { Desk, WrapUpDone } from './agent.ts';
import { nothing, problem } from './telling.ts';

type WrapUps = Desk['wrapUps'];

/** Those that last yet, and the one that begins. What is over needs no word: the slot is free by itself. */
export const wrapUpsAfter = ({ wrapUps }: Desk, closed: DataOf<'HandoffClosed'>, now: Instant): WrapUps => {
  const { handoffId, conversationId, wrapUpUntil } = closed;
  const lasting = Object.fromEntries(Object.entries(wrapUps).filter(([, { until }]) => until > now));
  return wrapUpUntil === undefined ? lasting : { ...lasting, [handoffId]: { conversationId, until: wrapUpUntil } };
};

/** The agent needs no more of the time: routing gives the slot away. */
export const wrapUpDone = (before: Desk, { data: { handoffId }, at }: WrapUpDone): Commanded<Desk> => {
  const { [handoffId]: done, ...wrapUps } = before.wrapUps;
  if (done === undefined || done.until <= at)
    return nothing(before, problem(409, 'No wrap-up', `the wrap-up of hand-off ${handoffId} is over`));
  const { poolId, tenantId, agentId } = before;
  const data = { poolId, tenantId, handoffId, conversationId: done.conversationId, agentId };
  return {
    state: { ...before, wrapUps },
    verdict: { is: 'emit', outputs: [{ type: 'WrapUpEnded', data }] },
    answer: { status: 202, body: { handoffId } },
    timeline: [],
  };
};
