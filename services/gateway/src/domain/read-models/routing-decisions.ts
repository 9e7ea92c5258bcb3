import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import type { AnyEvent, CommandResult } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../results.ts';

/** The decisions about one hand-off. The rows themselves are its timeline. */
export interface RoutingDecisions {
  readonly seq: number;
  readonly lastEventAt: Instant;
}

type RoutingDecisionEvent = EventOf<
  | 'HandoffOfferedToAgent'
  | 'HandoffReturned'
  | 'HandoffAssigned'
  | 'TransferRefused'
  | 'CallbackAssigned'
  | 'CallbackReturned'
>;

const RETENTION_MS = 30 * 24 * 3_600_000;
/** When they are deleted with their timeline: as late as the topic they come from deletes its events. */
export const decisionsDue = (decisions: RoutingDecisions): Instant => decisions.lastEventAt + RETENTION_MS;

const timelineRowOf = ({ type, data }: RoutingDecisionEvent): { readonly type: string; readonly data: object } => {
  switch (type) {
    case 'HandoffOfferedToAgent': {
      const { offerId, agentId, agentName, team, waitedMs, expiresAt, why } = data;
      return { type: 'offered', data: { offerId, agentId, agentName, team, waitedMs, expiresAt, why } };
    }
    case 'HandoffReturned':
      return { type: 'returned', data: returnDetails(data) };
    case 'TransferRefused': {
      const { agentId, to, reason } = data;
      return { type: 'transfer-refused', data: { agentId, to, reason } };
    }
    case 'HandoffAssigned': {
      const { agentId, agentName, team, waitedMs, why } = data;
      return { type: 'assigned', data: { agentId, agentName, team, waitedMs, why } };
    }
    case 'CallbackAssigned': {
      const { agentId, agentName, team, attempt, dueBy, expiresAt, why } = data;
      return { type: 'call-assigned', data: { agentId, agentName, team, attempt, dueBy, expiresAt, why } };
    }
    case 'CallbackReturned': {
      const { agentId, reason } = data;
      return { type: 'call-returned', data: { agentId, reason } };
    }
  }
};

const returnDetails = ({ agentId, offerId, reason, transfer }: DataOf<'HandoffReturned'>): object => ({
  agentId,
  reason,
  ...(offerId === undefined ? {} : { offerId }),
  ...(transfer === undefined ? {} : { transfer }),
});

/** Adds a timeline row for each decision of routing about a hand-off, with its explanation, in routing's order. */
export const recordDecision = (before: RoutingDecisions | null, event: AnyEvent): CommandResult<RoutingDecisions> => {
  if (event.type === 'Tick')
    return stateOnly<RoutingDecisions>(before !== null && event.at >= decisionsDue(before) ? null : before, OK);
  const seq = (before?.seq ?? 0) + 1;
  const row = timelineRowOf(event as RoutingDecisionEvent);
  return {
    state: { seq, lastEventAt: event.at },
    verdict: { is: 'emit', outputs: [] },
    answer: OK,
    timeline: [{ seq, at: event.at, ...row }],
  };
};
