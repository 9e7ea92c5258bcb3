import type { CommandResult, Context } from '@warmline/messaging/decider';
import { problem, stateOnly } from '../results.ts';
import { type Conversation, withSurvey } from './conversation.ts';
import type { AnswerTicket } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import { ticketAnsweredText } from './notices.ts';

const MAX_OPEN_TICKETS = 10;

export const withTicket = ({ openTickets = [] }: Conversation, handoffId: string): readonly string[] =>
  [...openTickets.filter((id) => id !== handoffId), handoffId].slice(-MAX_OPEN_TICKETS);

/** A colleague has answered a ticket in writing: the customer is asked how it went. In an ended conversation the survey opens without a message. */
export const answerTicket = (
  before: Conversation,
  event: AnswerTicket,
  context: Context,
): CommandResult<Conversation> => {
  const { handoffId } = event.data;
  const { openTickets = [] } = before;
  if (!openTickets.includes(handoffId))
    return stateOnly(before, problem(409, 'No open ticket', 'this hand-off has no ticket that waits for an answer'));
  const update = new ConversationUpdate(before, event.at, context.id);
  update.updateState({
    openTickets: openTickets.filter((id) => id !== handoffId),
    surveys: withSurvey(before, handoffId),
  });
  if (before.is === 'open') {
    update.postMessage('system', ticketAnsweredText(before));
    update.emit('CustomerNotified', { notice: { kind: 'survey', handoffId } });
  }
  return update.result(202);
};
