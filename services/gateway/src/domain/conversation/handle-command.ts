import type { Retention } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { releaseAddress } from '../conversation-address.ts';
import { OK, problem, stateOnly } from '../results.ts';
import { onEscalationAssessed, onScoreMissed } from './assessment.ts';
import { onCallbackEvent } from './callbacks.ts';
import { makeChoice } from './choices.ts';
import { answerSurvey, endConversation, resolveHandoff } from './closing.ts';
import {
  type Conversation,
  type ConversationSettings,
  cardDue,
  conversationDue,
  IDLE_TIMEOUT_MS,
} from './conversation.ts';
import type { ConversationInput } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import {
  onHandoffAssigned,
  onHandoffEnded,
  onHandoffOffered,
  onHandoffRequested,
  onHandoffReturned,
  onWaitingFact,
} from './handoff-events.ts';
import { releaseLate } from './held-answers.ts';
import { refusedText } from './notices.ts';
import { identify, post, requestHuman, start } from './requests.ts';
import { showSecrets } from './secrets.ts';
import { answerTicket } from './tickets.ts';
import { onTransferRefused, requestTransfer } from './transfers.ts';
import { showCard } from './waiting-card.ts';

/** Handles every command and event that concerns a conversation. */
export const handleCommand =
  (settings: ConversationSettings, retention: Retention) =>
  (before: Conversation | null, event: ConversationInput, context: Context): CommandResult<Conversation> => {
    if (event.type === 'Start') return start(before, event, settings, context);
    if (before === null)
      return stateOnly<Conversation>(null, problem(404, 'Not found', 'there is no such conversation'));
    switch (event.type) {
      case 'Post':
        return post(before, event, settings, context);
      case 'Identify':
        return identify(before, event, context);
      case 'Resolve':
        return resolveHandoff(before, event, context);
      case 'Transfer':
        return requestTransfer(before, event, context);
      case 'AnswerTicket':
        return answerTicket(before, event, context);
      case 'ShowSecrets':
        return showSecrets(before, event);
      case 'AnswerSurvey':
        return answerSurvey(before, event, context);
      case 'RequestHuman':
        return before.is === 'ended' ? conversationEnded(before) : requestHuman(before, event, context);
      case 'Choose':
        return before.is === 'ended' ? conversationEnded(before) : makeChoice(before, event, context);
      case 'End':
        return before.is === 'ended'
          ? stateOnly(before, { status: 202, body: { seq: before.seq } })
          : endConversation(before, event, context);
      case 'EscalationAssessed':
        return onEscalationAssessed(before, event, context);
      case 'ScoreMissed':
        return onScoreMissed(before, event);
      case 'HandoffOffered':
        return onHandoffOffered(before, event, settings, context);
      case 'HandoffRequested':
        return onHandoffRequested(before, event, context);
      case 'HandoffAssigned':
        return onHandoffAssigned(before, event, context);
      case 'HandoffReturned':
        return onHandoffReturned(before, event, context);
      case 'TransferRefused':
        return onTransferRefused(before, event);
      case 'HandoffClosed':
      case 'HandoffAbandoned':
      case 'CallbackBooked':
      case 'TicketFiled':
        return onHandoffEnded(before, event, context);
      case 'CallbackWindowsOffered':
      case 'CallbackRefused':
      case 'CallbackAttempted':
      case 'CallbackOverdue':
      case 'CallbackEnded':
        return onCallbackEvent(before, event, context);
      case 'HandoffQueued':
      case 'HandoffOfferedToAgent':
      case 'TeamUnstaffed':
      case 'WaitEstimated':
        return onWaitingFact(before, event, context);
      case 'Tick':
        return onTick(before, event.at, retention, context);
    }
  };

const conversationEnded = (before: Conversation): CommandResult<Conversation> =>
  stateOnly(before, problem(409, 'Conversation ended', refusedText(before, 'ended')));

/** A bot time-out is posted as a failed bot turn, so that the policy can hand over. The idle time-out ends the conversation. */
const onTick = (
  before: Conversation,
  at: number,
  retention: Retention,
  context: Context,
): CommandResult<Conversation> => {
  const due = conversationDue(before, retention);
  if (before.is === 'ended')
    return due === null || at < due
      ? stateOnly(before, OK)
      : { ...stateOnly<Conversation>(null, OK), forwards: [releaseAddress(before, at, context)] };
  if (before.awaitedBotReply !== null && before.awaitedBotReply.deadline <= at) {
    const update = new ConversationUpdate(before, at, context.id);
    if (before.owner.kind === 'bot') update.postMessage('bot', '', { bot: { error: 'timeout' } });
    update.updateState({ awaitedBotReply: null });
    return update.result(200);
  }
  const released = releaseLate(before, at, context);
  if (released !== null) return released;
  const cardAt = cardDue(before);
  if (cardAt !== null && cardAt <= at) {
    const update = new ConversationUpdate(before, at, context.id);
    showCard(update);
    return update.result(200);
  }
  if (at >= before.lastEventAt + IDLE_TIMEOUT_MS)
    return endConversation(before, { type: 'End', id: context.id('idle'), at, data: { by: 'system' } }, context);
  return stateOnly(before, OK);
};
