import type { DataOf, EventOf, Instant, Skill, Tick } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { OK, problem, stateOnly, withTimelineRow } from '../conversation/conversation-update.ts';
import { type CallbackEvent, type DeskCallback, handleCallbackEvent, isCallbackEvent } from './callbacks.ts';
import {
  type CloseConsult,
  type Consult,
  closeConsult,
  type ReceiveConsult,
  type ReceiveConsultAnswer,
  receiveConsult,
  receiveConsultAnswer,
} from './consults.ts';
import { answerOffer, withoutHandoff } from './offers.ts';
import { setPresence } from './presence.ts';
import { endWrapUp, nextWrapUps } from './wrap-up.ts';

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
  readonly offers: Readonly<Record<string, AgentOffer>>;
  readonly conversations: Readonly<Record<string, { readonly conversationId: string; readonly since: Instant }>>;
  /** Closed conversations whose slots are not free yet, by hand-off. */
  readonly wrapUps: Readonly<Record<string, { readonly conversationId: string; readonly until: Instant }>>;
  /** What colleagues ask him, by the question. */
  readonly consults: Readonly<Record<string, Consult>>;
  /** Calls he is to make, by the hand-off they were; absent = of a desk older than calls. */
  readonly callbacks?: Readonly<Record<string, DeskCallback>>;
}
export interface AgentOffer {
  readonly offerId: string;
  readonly handoffId: string;
  readonly conversationId: string;
  readonly team: string;
  readonly waitedMs: number;
  readonly expiresAt: Instant;
  readonly why: unknown;
  readonly accepted: boolean;
}

export interface CommandOf<T extends string, D> {
  readonly type: T;
  readonly id: string;
  readonly at: Instant;
  readonly data: D;
}
export type AgentProfile = Pick<
  Desk,
  'agentId' | 'tenantId' | 'poolId' | 'name' | 'teams' | 'skills' | 'languages' | 'channels' | 'capacity'
>;
export type SetPresence = CommandOf<'SetPresence', AgentProfile & { status: Desk['status'] }>;
export type Accept = CommandOf<'Accept', { offerId: string }>;
export type Decline = CommandOf<'Decline', { offerId: string; reason?: string | undefined }>;
export type EndWrapUp = CommandOf<'WrapUpDone', { handoffId: string }>;
/** The customer is no longer in the queue; a desk that was being asked is named in it. */
type QueueExitEventType = 'HandoffAbandoned' | 'CallbackBooked' | 'TicketFiled';
export type DeskEvent =
  | SetPresence
  | Accept
  | Decline
  | EndWrapUp
  | ReceiveConsult
  | ReceiveConsultAnswer
  | CloseConsult
  | CallbackEvent
  | Tick
  | EventOf<
      | 'HandoffOfferedToAgent'
      | 'HandoffAssigned'
      | 'HandoffReturned'
      | 'TransferRefused'
      | 'AgentReminded'
      | 'HandoffClosed'
      | QueueExitEventType
    >;

/** An offer whose end routing has not told of is taken off the screen this long after its time. */
const OFFER_EXPIRY_GRACE_MS = 2_000;

export const deskDue = (desk: Desk): Instant | null => {
  const expiryTimes = Object.values(desk.offers).map((o) => o.expiresAt + OFFER_EXPIRY_GRACE_MS);
  return expiryTimes.length === 0 ? null : Math.min(...expiryTimes);
};

export const handleDeskEvent = (before: Desk | null, event: DeskEvent): CommandResult<Desk> => {
  if (event.type === 'SetPresence') return setPresence(before, event);
  if (before === null)
    return stateOnly<Desk>(null, problem(404, 'Not found', 'there is no such agent; set the presence first'));
  if (isCallbackEvent(event)) return handleCallbackEvent(before, event);
  switch (event.type) {
    case 'Accept':
    case 'Decline':
      return answerOffer(before, event);
    case 'HearConsult':
      return receiveConsult(before, event);
    case 'HearAdvice':
      return receiveConsultAnswer(before, event);
    case 'ConsultDone':
      return closeConsult(before, event);
    case 'WrapUpDone':
      return endWrapUp(before, event);
    case 'HandoffOfferedToAgent': {
      const { offerId, handoffId, conversationId, team, waitedMs, expiresAt, why } = event.data;
      const offer = { offerId, handoffId, conversationId, team, waitedMs, expiresAt, why, accepted: false };
      return withTimelineRow({ ...before, offers: { ...before.offers, [offerId]: offer } }, event.at, 'offer', offer);
    }
    case 'HandoffAssigned': {
      const { handoffId, conversationId } = event.data;
      const conversations = { ...before.conversations, [handoffId]: { conversationId, since: event.at } };
      const after = { ...withoutHandoff(before, handoffId), conversations };
      return withTimelineRow(after, event.at, 'assigned', { handoffId, conversationId });
    }
    case 'HandoffReturned': {
      const { handoffId, conversationId, offerId, reason } = event.data;
      if (before.conversations[handoffId] !== undefined)
        return withTimelineRow(withoutHandoff(before, handoffId), event.at, 'closed', {
          handoffId,
          conversationId,
          reason,
        });
      return endOffer(before, handoffId, offerId, reason, event.at);
    }
    case 'TransferRefused': {
      const { handoffId, conversationId, to, reason } = event.data;
      if (before.conversations[handoffId] === undefined) return stateOnly(before, OK);
      return withTimelineRow(before, event.at, 'transfer-refused', { handoffId, conversationId, to, reason });
    }
    case 'HandoffAbandoned':
      return endOffer(before, event.data.handoffId, event.data.offerId, event.data.reason, event.at);
    case 'CallbackBooked':
      return endOffer(before, event.data.handoffId, event.data.offerId, 'callback', event.at);
    case 'TicketFiled':
      return endOffer(before, event.data.handoffId, event.data.offerId, 'ticket', event.at);
    case 'HandoffClosed': {
      const { handoffId } = event.data;
      if (before.conversations[handoffId] === undefined) return stateOnly(before, OK);
      return closeHandoff(before, event.data, event.at);
    }
    case 'AgentReminded': {
      const { handoffId, conversationId, returnsAt } = event.data;
      if (before.conversations[handoffId] === undefined) return stateOnly(before, OK);
      return withTimelineRow(before, event.at, 'reminder', { handoffId, conversationId, returnsAt });
    }
    case 'Tick': {
      const [expired] = Object.values(before.offers).filter((o) => o.expiresAt + OFFER_EXPIRY_GRACE_MS <= event.at);
      if (expired === undefined) return stateOnly(before, OK);
      return endOffer(before, expired.handoffId, expired.offerId, 'timed-out', event.at);
    }
  }
};

const closeHandoff = (before: Desk, data: DataOf<'HandoffClosed'>, at: Instant): CommandResult<Desk> => {
  const { handoffId, conversationId, wrapUpUntil } = data;
  const wrapUp = wrapUpUntil === undefined ? {} : { wrapUpUntil };
  const after = { ...withoutHandoff(before, handoffId), wrapUps: nextWrapUps(before, data, at) };
  return withTimelineRow(after, at, 'closed', { handoffId, conversationId, ...wrapUp });
};

/** Only an offer still on the screen ends there. */
const endOffer = (
  before: Desk,
  handoffId: string,
  offerId: string | undefined,
  reason: string,
  at: Instant,
): CommandResult<Desk> => {
  if (offerId === undefined || before.offers[offerId] === undefined) return stateOnly(before, OK);
  return withTimelineRow(withoutHandoff(before, handoffId), at, 'offer-ended', { offerId, handoffId, reason });
};
