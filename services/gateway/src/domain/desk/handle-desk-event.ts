import { type DataOf, type Instant, ownValue } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { OK, problem, stateOnly, withTimelineRow } from '../results.ts';
import { handleCallbackEvent, isCallbackEvent } from './callbacks.ts';
import { answerHeartbeat, closeStream, connectionTick, holdStream } from './connection.ts';
import { closeConsult, receiveConsult, receiveConsultAnswer } from './consults.ts';
import { type Desk, type DeskSettings, defaultDeskSettings, OFFER_EXPIRY_GRACE_MS } from './desk.ts';
import type { DeskEvent } from './desk-commands.ts';
import { answerOffer, withEndedOffer, withoutHandoff } from './offers.ts';
import { setPresence } from './presence.ts';
import { endWrapUp, nextWrapUps } from './wrap-up.ts';

/** `receivedAt`: when the runtime took a tick in, if it says so. */
export const handleDeskEvent = (
  before: Desk | null,
  event: DeskEvent,
  settings: DeskSettings = defaultDeskSettings,
  receivedAt?: Instant,
): CommandResult<Desk> => {
  if (event.type === 'SetPresence') return setPresence(before, event, settings);
  if (before === null)
    return stateOnly<Desk>(null, problem(404, 'Not found', 'there is no such agent; set the presence first'));
  if (isCallbackEvent(event)) return handleCallbackEvent(before, event);
  switch (event.type) {
    case 'HoldStream':
      return holdStream(before, event, settings);
    case 'AnswerHeartbeat':
      return answerHeartbeat(before, event, settings);
    case 'CloseStream':
      return closeStream(before, event, settings);
    case 'Accept':
    case 'Decline':
      return answerOffer(before, event);
    case 'ReceiveConsult':
      return receiveConsult(before, event);
    case 'ReceiveConsultAnswer':
      return receiveConsultAnswer(before, event);
    case 'CloseConsult':
      return closeConsult(before, event);
    case 'ShowContext': {
      const { handoffId } = event.data;
      const isShown =
        ownValue(before.conversations, handoffId) !== undefined ||
        Object.values(before.offers).some((offer) => offer.handoffId === handoffId);
      return isShown ? withTimelineRow(before, event.at, 'context-added', { handoffId }) : stateOnly(before, OK);
    }
    case 'EndWrapUp':
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
      if (ownValue(before.conversations, handoffId) !== undefined)
        return withTimelineRow(withoutHandoff(before, handoffId), event.at, 'closed', {
          handoffId,
          conversationId,
          reason,
        });
      return endOffer(before, handoffId, offerId, reason, event.at);
    }
    case 'TransferRefused': {
      const { handoffId, conversationId, to, reason } = event.data;
      if (ownValue(before.conversations, handoffId) === undefined) return stateOnly(before, OK);
      return withTimelineRow(before, event.at, 'transfer-refused', { handoffId, conversationId, to, reason });
    }
    case 'HandoffAbandoned':
      return endOffer(before, event.data.handoffId, event.data.offerId, event.data.reason, event.at);
    case 'CallbackBooked':
      return endOffer(before, event.data.handoffId, event.data.offerId, 'callback', event.at);
    case 'TicketFiled':
      return endOffer(before, event.data.handoffId, event.data.offerId, 'ticket', event.at);
    case 'HandoffClosed': {
      const { handoffId, withdrawnOffer } = event.data;
      if (ownValue(before.conversations, handoffId) === undefined)
        return endOffer(before, handoffId, withdrawnOffer?.offerId, 'ended', event.at);
      return closeHandoff(before, event.data, event.at);
    }
    case 'AgentReminded': {
      const { handoffId, conversationId, returnsAt } = event.data;
      if (ownValue(before.conversations, handoffId) === undefined) return stateOnly(before, OK);
      return withTimelineRow(before, event.at, 'reminder', { handoffId, conversationId, returnsAt });
    }
    case 'Tick': {
      const changed = connectionTick(before, event, settings, receivedAt);
      if (changed !== null) return changed;
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

/** Without effect where the offer is not on the desk. */
const endOffer = (
  before: Desk,
  handoffId: string,
  offerId: string | undefined,
  reason: string,
  at: Instant,
): CommandResult<Desk> => {
  if (offerId === undefined || ownValue(before.offers, offerId) === undefined) return stateOnly(before, OK);
  const after = withEndedOffer(before, handoffId, { offerId, reason });
  return withTimelineRow(after, at, 'offer-ended', { offerId, handoffId, reason });
};
