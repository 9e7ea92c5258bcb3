import type { DataOf, Heard, Instant, Skill, Tick } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging/decider';
import {
  type Consult,
  type ConsultDone,
  consultDone,
  type HearAdvice,
  type HearConsult,
  hearAdvice,
  hearConsult,
} from './consult.ts';
import { type CallEvent, callAtDesk, type DeskCall, isOfCall } from './desk-calls.ts';
import { answer, withoutHandoff } from './offer-answers.ts';
import { presence } from './presence.ts';
import { nothing, OK, problem, shown } from './telling.ts';
import { wrapUpDone, wrapUpsAfter } from './wrap-up.ts';

/** One agent's desk: who he is, what he was asked, whom he serves. Its sequence numbers what his screen is told. */
export interface Desk {
  readonly is: 'desk';
  readonly agentId: string;
  readonly tenantId: string;
  readonly poolId: string;
  readonly name: string;
  readonly status: 'online' | 'away' | 'offline';
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** All where it is not said. */
  readonly channels?: readonly string[] | undefined;
  readonly capacity: number;
  readonly seq: number;
  readonly offers: Readonly<Record<string, Offer>>;
  readonly conversations: Readonly<Record<string, { readonly conversationId: string; readonly since: Instant }>>;
  /** Closed conversations whose slots are not free yet, by hand-off. */
  readonly wrapUps: Readonly<Record<string, { readonly conversationId: string; readonly until: Instant }>>;
  /** What colleagues ask him, by the question. */
  readonly consults: Readonly<Record<string, Consult>>;
  /** Calls he is to make, by the hand-off they were; absent = of a desk older than calls. */
  readonly callbacks?: Readonly<Record<string, DeskCall>>;
}
export interface Offer {
  readonly offerId: string;
  readonly handoffId: string;
  readonly conversationId: string;
  readonly team: string;
  readonly waitedMs: number;
  readonly expiresAt: Instant;
  readonly why: unknown;
  readonly accepted: boolean;
}

export interface Asked<T extends string, D> {
  readonly type: T;
  readonly id: string;
  readonly at: Instant;
  readonly data: D;
}
export type Profile = Pick<
  Desk,
  'agentId' | 'tenantId' | 'poolId' | 'name' | 'teams' | 'skills' | 'languages' | 'channels' | 'capacity'
>;
export type SetPresence = Asked<'SetPresence', Profile & { status: Desk['status'] }>;
export type Accept = Asked<'Accept', { offerId: string }>;
export type Decline = Asked<'Decline', { offerId: string; reason?: string | undefined }>;
export type WrapUpDone = Asked<'WrapUpDone', { handoffId: string }>;
/** The customer is no longer in the queue; a desk that was being asked is named in it. */
type Vanished = 'HandoffAbandoned' | 'CallbackBooked' | 'TicketFiled';
export type DeskEvent =
  | SetPresence
  | Accept
  | Decline
  | WrapUpDone
  | HearConsult
  | HearAdvice
  | ConsultDone
  | CallEvent
  | Tick
  | Heard<
      | 'HandoffOfferedToAgent'
      | 'HandoffAssigned'
      | 'HandoffReturned'
      | 'TransferRefused'
      | 'AgentReminded'
      | 'HandoffClosed'
      | Vanished
    >;

/** An offer whose end routing has not told of is taken off the screen this long after its time. */
const GRACE_MS = 2_000;

export const deskDue = (desk: Desk): Instant | null => {
  const ends = Object.values(desk.offers).map((o) => o.expiresAt + GRACE_MS);
  return ends.length === 0 ? null : Math.min(...ends);
};

export const desk = (before: Desk | null, event: DeskEvent): Commanded<Desk> => {
  if (event.type === 'SetPresence') return presence(before, event);
  if (before === null)
    return nothing<Desk>(null, problem(404, 'Not found', 'there is no such agent; set the presence first'));
  if (isOfCall(event)) return callAtDesk(before, event);
  switch (event.type) {
    case 'Accept':
    case 'Decline':
      return answer(before, event);
    case 'HearConsult':
      return hearConsult(before, event);
    case 'HearAdvice':
      return hearAdvice(before, event);
    case 'ConsultDone':
      return consultDone(before, event);
    case 'WrapUpDone':
      return wrapUpDone(before, event);
    case 'HandoffOfferedToAgent': {
      const { offerId, handoffId, conversationId, team, waitedMs, expiresAt, why } = event.data;
      const offer = { offerId, handoffId, conversationId, team, waitedMs, expiresAt, why, accepted: false };
      return shown({ ...before, offers: { ...before.offers, [offerId]: offer } }, event.at, 'offer', offer);
    }
    case 'HandoffAssigned': {
      const { handoffId, conversationId } = event.data;
      const conversations = { ...before.conversations, [handoffId]: { conversationId, since: event.at } };
      const after = { ...withoutHandoff(before, handoffId), conversations };
      return shown(after, event.at, 'assigned', { handoffId, conversationId });
    }
    case 'HandoffReturned': {
      const { handoffId, conversationId, offerId, reason } = event.data;
      if (before.conversations[handoffId] !== undefined)
        return shown(withoutHandoff(before, handoffId), event.at, 'closed', { handoffId, conversationId, reason });
      return offerEnded(before, handoffId, offerId, reason, event.at);
    }
    case 'TransferRefused': {
      const { handoffId, conversationId, to, reason } = event.data;
      if (before.conversations[handoffId] === undefined) return nothing(before, OK);
      return shown(before, event.at, 'transfer-refused', { handoffId, conversationId, to, reason });
    }
    case 'HandoffAbandoned':
      return offerEnded(before, event.data.handoffId, event.data.offerId, event.data.reason, event.at);
    case 'CallbackBooked':
      return offerEnded(before, event.data.handoffId, event.data.offerId, 'callback', event.at);
    case 'TicketFiled':
      return offerEnded(before, event.data.handoffId, event.data.offerId, 'ticket', event.at);
    case 'HandoffClosed': {
      const { handoffId } = event.data;
      if (before.conversations[handoffId] === undefined) return nothing(before, OK);
      return closed(before, event.data, event.at);
    }
    case 'AgentReminded': {
      const { handoffId, conversationId, returnsAt } = event.data;
      if (before.conversations[handoffId] === undefined) return nothing(before, OK);
      return shown(before, event.at, 'reminder', { handoffId, conversationId, returnsAt });
    }
    case 'Tick': {
      const [over] = Object.values(before.offers).filter((o) => o.expiresAt + GRACE_MS <= event.at);
      if (over === undefined) return nothing(before, OK);
      return offerEnded(before, over.handoffId, over.offerId, 'timed-out', event.at);
    }
  }
};

const closed = (before: Desk, data: DataOf<'HandoffClosed'>, at: Instant): Commanded<Desk> => {
  const { handoffId, conversationId, wrapUpUntil } = data;
  const wrapUp = wrapUpUntil === undefined ? {} : { wrapUpUntil };
  const after = { ...withoutHandoff(before, handoffId), wrapUps: wrapUpsAfter(before, data, at) };
  return shown(after, at, 'closed', { handoffId, conversationId, ...wrapUp });
};

/** Only an offer still on the screen ends there. */
const offerEnded = (
  before: Desk,
  handoffId: string,
  offerId: string | undefined,
  reason: string,
  at: Instant,
): Commanded<Desk> => {
  if (offerId === undefined || before.offers[offerId] === undefined) return nothing(before, OK);
  return shown(withoutHandoff(before, handoffId), at, 'offer-ended', { offerId, handoffId, reason });
};
