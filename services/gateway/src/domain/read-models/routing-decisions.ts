import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import type { AnyEvent, CommandResult } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../conversation/conversation-update.ts';

/** How far the decisions about one hand-off are written down; the rows themselves are its timeline. */
export interface RoutingDecisions {
  readonly is: 'decisions';
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

const DAY = 24 * 3_600_000;
/** As long as the subject they came from keeps them; their timeline goes with them. */
export const decisionsExpireAt = (decisions: RoutingDecisions): Instant => decisions.lastEventAt + 30 * DAY;

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

/** What routing decided about a hand-off and why, in its order: each once, as the event says it. */
export const recordDecision = (before: RoutingDecisions | null, event: AnyEvent): CommandResult<RoutingDecisions> => {
  if (event.type === 'Tick')
    return stateOnly<RoutingDecisions>(before !== null && event.at >= decisionsExpireAt(before) ? null : before, OK);
  const seq = (before?.seq ?? 0) + 1;
  const row = timelineRowOf(event as RoutingDecisionEvent);
  return {
    state: { is: 'decisions', seq, lastEventAt: event.at },
    verdict: { is: 'emit', outputs: [] },
    answer: OK,
    timeline: [{ seq, at: event.at, ...row }],
  };
};
