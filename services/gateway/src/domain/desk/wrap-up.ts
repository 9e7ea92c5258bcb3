import { type DataOf, type Instant, ownValue } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { problem, stateOnly } from '../results.ts';
import type { Desk } from './desk.ts';
import type { EndWrapUp } from './desk-commands.ts';

type WrapUps = Desk['wrapUps'];

/** The running wrap-ups, with the one that starts. An expired one needs no event: its capacity is free by time alone. */
export const nextWrapUps = ({ wrapUps }: Desk, closed: DataOf<'HandoffClosed'>, now: Instant): WrapUps => {
  const { handoffId, conversationId, wrapUpUntil } = closed;
  const active = Object.fromEntries(Object.entries(wrapUps).filter(([, { until }]) => until > now));
  return wrapUpUntil === undefined ? active : { ...active, [handoffId]: { conversationId, until: wrapUpUntil } };
};

/** Ends a wrap-up early, so that routing can use its capacity. */
export const endWrapUp = (before: Desk, { data: { handoffId }, at }: EndWrapUp): CommandResult<Desk> => {
  const done = ownValue(before.wrapUps, handoffId);
  const { [handoffId]: _, ...wrapUps } = before.wrapUps;
  if (done === undefined || done.until <= at)
    return stateOnly(before, problem(409, 'Wrap-up ended', 'the wrap-up of this hand-off has ended'));
  const { poolId, tenantId, agentId } = before;
  const data = { poolId, tenantId, handoffId, conversationId: done.conversationId, agentId };
  return {
    state: { ...before, wrapUps },
    verdict: { is: 'emit', outputs: [{ type: 'WrapUpEnded', data }] },
    answer: { status: 202, body: { handoffId } },
    timeline: [],
  };
};
