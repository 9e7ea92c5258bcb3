import type { DataOf } from '@warmline/contracts';
import type { Choose } from './conversation.ts';
import type { Telling } from './telling.ts';

export type Choices = Extract<DataOf<'CustomerNotified'>['notice'], { kind: 'queued' }>['choices'];

/** What a customer may do in the queue, where nobody is on duty, and where the teams are closed. The first is what is advised. */
export const inQueue: Choices = ['wait', 'callback', 'schedule-call', 'email', 'back-to-bot'];
export const whileUnstaffed: Choices = ['callback', 'schedule-call', 'email', 'wait', 'back-to-bot'];
export const whileClosed: Choices = ['ticket', 'callback', 'schedule-call', 'leave-note', 'back-to-bot'];

const atOnce: Choices = ['share-details', 'wait', 'back-to-bot'];

/** By what one would wait: agents free, a queue, nobody who could come, or closed. */
export const choicesBy = ({
  announcement,
  opensAt,
}: Pick<DataOf<'QueueWaitEstimated'>['subjects'][number], 'announcement' | 'opensAt'>): Choices => {
  if (opensAt !== undefined) return whileClosed;
  if (announcement.underOneMinute) return atOnce;
  return announcement.lowMinutes === undefined ? whileUnstaffed : inQueue;
};

const tickets = { ticket: 'priority', email: 'email', 'leave-note': 'note' } as const;

const isTicket = (choice: Choose['data']['choice']): choice is keyof typeof tickets => Object.hasOwn(tickets, choice);

/** Who waits no longer is to be called or written to: routing promises it, and tells when it did. */
export const insteadOfWaiting = (t: Telling, { choice, details, windowStart }: Choose['data']): void => {
  const { tenantId, conversationId, handoff } = t.state;
  if (handoff?.is !== 'queued') return;
  const facts = { poolId: handoff.poolId, tenantId, handoffId: handoff.handoffId, conversationId };
  const phone = details === undefined ? {} : { phone: details.slice(0, 60) };
  if (choice === 'callback') t.also('CallbackRequested', { ...facts, ...phone });
  else if (choice === 'schedule-call' && windowStart === undefined) t.also('CallbackWindowsRequested', facts);
  else if (choice === 'schedule-call' && windowStart !== undefined)
    t.also('CallbackRequested', { ...facts, ...phone, notBefore: windowStart });
  else if (isTicket(choice))
    t.also('TicketRequested', { ...facts, kind: tickets[choice], ...(details === undefined ? {} : { text: details }) });
};
