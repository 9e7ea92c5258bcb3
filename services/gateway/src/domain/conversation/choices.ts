import type { Answer, CommandResult, Context } from '@warmline/messaging/decider';
import { problem, stateOnly } from '../results.ts';
import { cancelCallback } from './callbacks.ts';
import { leaveHandoff } from './closing.ts';
import { type Contact, missingContact } from './contact.ts';
import type { Conversation } from './conversation.ts';
import type { Choose } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import { backToBotText, contactMissingText, contactQuestionText, refusedText } from './notices.ts';
import { requestAlternative } from './queue-choices.ts';
import { withoutDetailsQuestion } from './waiting-card.ts';

export const makeChoice = (before: Conversation, event: Choose, context: Context): CommandResult<Conversation> => {
  const { choice, offerId, handoffId } = event.data;
  const refuse = (title: string, why: 'offer' | 'callback' | 'handoff') =>
    stateOnly(before, problem(409, title, refusedText(before, why)));
  if (offerId !== undefined && offerId !== before.customerOfferId) return refuse('Offer no longer open', 'offer');
  const target = choice === 'cancel-callback' ? before.callback : before.handoff;
  if (choice === 'cancel-callback' && !target) return refuse('No callback booked', 'callback');
  if (handoffId !== undefined && handoffId !== target?.handoffId) return refuse('Hand-off no longer open', 'handoff');
  const update = new ConversationUpdate(before, event.at, context.id);
  const missing = before.handoff?.is === 'queued' ? missingContact(before, event.data) : null;
  if (missing !== null) return stateOnly(before, contactMissing(before, missing));
  applyChoice(update, event.data);
  return update.result(202);
};

const contactMissing = (state: Conversation, missing: Contact): Answer =>
  problem(
    409,
    missing === 'phone' ? 'Telephone number missing' : 'E-mail address missing',
    contactMissingText(state, missing),
  );

/** Asks the customer for what a choice needs; it is made once they have given it. They keep their place. */
export const askForContact = (update: ConversationUpdate, data: Choose['data'], missing: Contact): void => {
  const { handoff } = update.state;
  if (handoff?.is !== 'queued') return;
  update.postMessage('system', contactQuestionText(update.state, missing));
  update.updateState({ question: { is: 'contact', handoffId: handoff.handoffId, data } });
};

/** What a choice changes, whether a button or a message made it. Its offer or hand-off is the current one. */
export const applyChoice = (update: ConversationUpdate, data: Choose['data']): void => {
  const { choice, offerId, handoffId, details, windowStart } = data;
  update.emit('ChoiceMade', {
    choice,
    ...(offerId === undefined ? {} : { offerId }),
    ...(handoffId === undefined ? {} : { handoffId }),
    ...(details === undefined ? {} : { details }),
    ...(windowStart === undefined ? {} : { windowStart }),
  });
  if (choice === 'accept-offer' || choice === 'decline-offer') update.updateState({ customerOfferId: null });
  if (choice === 'accept-offer' || choice === 'connect-now')
    update.updateState({ lastCustomerAct: { seq: update.state.seq, at: update.at } });
  if (choice === 'connect-now' || choice === 'share-details') withoutDetailsQuestion(update);
  if (choice === 'back-to-bot' && update.state.owner.kind === 'queue') {
    leaveHandoff(update, 'back-to-bot');
    update.returnToBot('customer went back to the bot');
    update.postMessage('system', backToBotText(update.state));
  }
  if (choice === 'cancel-callback') cancelCallback(update);
  requestAlternative(update, data);
};
