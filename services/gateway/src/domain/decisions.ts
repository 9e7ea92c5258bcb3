import type { DataOf, Heard, Instant } from '@warmline/contracts';
import type { Anything, Commanded } from '@warmline/messaging/decider';
import { nothing, OK } from './telling.ts';

/** How far the decisions about one hand-off are written down; the rows themselves are its timeline. */
export interface Decisions {
  readonly is: 'decisions';
  readonly seq: number;
  readonly lastAt: Instant;
}

type Decided = Heard<
  | 'HandoffOfferedToAgent'
  | 'HandoffReturned'
  | 'HandoffAssigned'
  | 'TransferRefused'
  | 'CallbackAssigned'
  | 'CallbackReturned'
>;

const DAY = 24 * 3_600_000;
/** As long as the subject they came from keeps them; their timeline goes with them. */
export const forgottenAt = (decisions: Decisions): Instant => decisions.lastAt + 30 * DAY;

const rowOf = ({ type, data }: Decided): { readonly type: string; readonly data: object } => {
  switch (type) {
    case 'HandoffOfferedToAgent': {
      const { offerId, agentId, agentName, team, waitedMs, expiresAt, why } = data;
      return { type: 'offered', data: { offerId, agentId, agentName, team, waitedMs, expiresAt, why } };
    }
    case 'HandoffReturned':
      return { type: 'returned', data: detailsOf(data) };
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

const detailsOf = ({ agentId, offerId, reason, transfer }: DataOf<'HandoffReturned'>): object => ({
  agentId,
  reason,
  ...(offerId === undefined ? {} : { offerId }),
  ...(transfer === undefined ? {} : { transfer }),
});

/** What routing decided about a hand-off and why, in its order: each once, as the event says it. */
export const noteDecision = (before: Decisions | null, event: Anything): Commanded<Decisions> => {
  if (event.type === 'Tick')
    return nothing<Decisions>(before !== null && event.at >= forgottenAt(before) ? null : before, OK);
  const seq = (before?.seq ?? 0) + 1;
  const row = rowOf(event as Decided);
  return {
    state: { is: 'decisions', seq, lastAt: event.at },
    verdict: { is: 'emit', outputs: [] },
    answer: OK,
    timeline: [{ seq, at: event.at, ...row }],
  };
};
