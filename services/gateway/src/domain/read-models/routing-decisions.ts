import type { DataOf, EventOf, Instant, Retention } from '@warmline/contracts';
import type { AnyEvent, CommandResult } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../results.ts';

/** The decisions about one hand-off. The rows themselves are its timeline. */
export interface RoutingDecisions {
  readonly seq: number;
  readonly lastEventAt: Instant;
  readonly tenantId?: string;
}

type RoutingDecisionEvent = EventOf<
  | 'HandoffOfferedToAgent'
  | 'HandoffReturned'
  | 'HandoffAssigned'
  | 'TransferRefused'
  | 'CallbackAssigned'
  | 'CallbackReturned'
>;

/** When they are deleted with their timeline. Rows of an earlier version name no tenant. */
export const decisionsDue = ({ lastEventAt, tenantId = '' }: RoutingDecisions, retention: Retention): Instant =>
  lastEventAt + retention.of('handoffs', tenantId);

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
export const recordDecision = (
  before: RoutingDecisions | null,
  event: AnyEvent,
  retention: Retention,
): CommandResult<RoutingDecisions> => {
  if (event.type === 'Tick')
    return stateOnly<RoutingDecisions>(
      before !== null && event.at >= decisionsDue(before, retention) ? null : before,
      OK,
    );
  const seq = (before?.seq ?? 0) + 1;
  const decision = event as RoutingDecisionEvent;
  const row = timelineRowOf(decision);
  return {
    state: { seq, lastEventAt: event.at, tenantId: decision.data.tenantId },
    verdict: { is: 'emit', outputs: [] },
    answer: OK,
    timeline: [{ seq, at: event.at, ...row }],
  };
};
