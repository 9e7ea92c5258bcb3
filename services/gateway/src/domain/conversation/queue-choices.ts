import type { DataOf } from '@warmline/contracts';
import { contactIn } from './contact.ts';
import type { Choose } from './conversation-commands.ts';
import type { ConversationUpdate } from './conversation-update.ts';

export type QueueChoices = readonly DataOf<'ChoiceMade'>['choice'][];

/** Choices of a customer who would join: in the queue, without agents on duty, and with closed teams. The first one is recommended. */
const queuedChoices: QueueChoices = ['wait', 'callback', 'schedule-call', 'email', 'back-to-bot'];
const unstaffedChoices: QueueChoices = ['callback', 'schedule-call', 'email', 'wait', 'back-to-bot'];
const closedChoices: QueueChoices = ['ticket', 'callback', 'schedule-call', 'leave-note', 'back-to-bot'];

const immediateChoices: QueueChoices = ['share-details', 'wait', 'back-to-bot'];

/** Choices by the expected wait: agents free, a queue, no agents on duty, or closed teams. */
export const choicesFor = ({
  announcement,
  opensAt,
}: Pick<DataOf<'QueueWaitEstimated'>['subjects'][number], 'announcement' | 'opensAt'>): QueueChoices => {
  if (opensAt !== undefined) return closedChoices;
  if (announcement.underOneMinute) return immediateChoices;
  return announcement.lowMinutes === undefined ? unstaffedChoices : queuedChoices;
};

const ticketKinds = { ticket: 'priority', email: 'email', 'leave-note': 'note' } as const;

const isTicketChoice = (choice: Choose['data']['choice']): choice is keyof typeof ticketKinds =>
  Object.hasOwn(ticketKinds, choice);

/** Requests a callback or a ticket from routing, which confirms it with an event. */
export const requestAlternative = (
  update: ConversationUpdate,
  { choice, details, windowStart }: Choose['data'],
): void => {
  const { tenantId, conversationId, handoff } = update.state;
  if (handoff?.is !== 'queued') return;
  const handoffFields = { poolId: handoff.poolId, tenantId, handoffId: handoff.handoffId, conversationId };
  const number = contactIn(update.state, 'phone', details);
  const phone = number === null ? {} : { phone: number };
  if (choice === 'callback') update.emitDeskEvent('CallbackRequested', { ...handoffFields, ...phone });
  else if (choice === 'schedule-call' && windowStart === undefined)
    update.emitDeskEvent('CallbackWindowsRequested', handoffFields);
  else if (choice === 'schedule-call' && windowStart !== undefined)
    update.emitDeskEvent('CallbackRequested', { ...handoffFields, ...phone, notBefore: windowStart });
  else if (isTicketChoice(choice))
    update.emitDeskEvent('TicketRequested', {
      ...handoffFields,
      kind: ticketKinds[choice],
      ...(details === undefined ? {} : { text: details }),
    });
};
