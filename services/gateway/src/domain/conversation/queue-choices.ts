import type { DataOf } from '@warmline/contracts';
import { contactIn } from './contact.ts';
import type { Choose } from './conversation-commands.ts';
import type { ConversationUpdate } from './conversation-update.ts';
import type { WaitingNotice } from './waiting-texts.ts';

type Choice = DataOf<'ChoiceMade'>['choice'];
export type QueueChoices = readonly Choice[];

const WAYS: readonly Choice[] = ['callback', 'schedule-call', 'email'];
/** What a customer may choose in place of a number or an address that they were asked for. */
export const WAITING_WAYS: QueueChoices = ['wait', ...WAYS, 'back-to-bot'];

/** The choices of a customer who waits, by the state of their wait. The first one is recommended; `otherWays` are folded. */
export const choicesOf = (
  state: WaitingNotice['state'],
  isAskedForDetails = false,
): { choices: Choice[]; otherWays: Choice[] } => {
  switch (state) {
    case 'ringing':
    case 'queue': {
      const waiting: Choice[] = state === 'ringing' ? ['share-details', 'wait'] : ['wait', 'share-details'];
      return {
        choices: isAskedForDetails ? ['connect-now', 'share-details'] : waiting,
        otherWays: [...WAYS, 'back-to-bot'],
      };
    }
    case 'nobody':
      return { choices: [...WAYS, 'wait'], otherWays: ['back-to-bot'] };
    case 'closed':
      return { choices: ['ticket', 'callback', 'schedule-call', 'leave-note'], otherWays: ['back-to-bot'] };
  }
};

/** The choices of a customer who would join, by the expected wait: agents free, a queue, no agents on duty, or closed teams. */
export const choicesFor = ({
  announcement,
  opensAt,
}: Pick<DataOf<'QueueWaitEstimated'>['subjects'][number], 'announcement' | 'opensAt'>): QueueChoices => {
  if (opensAt === undefined && announcement.underOneMinute) return ['share-details', 'wait', 'back-to-bot'];
  if (opensAt === undefined && announcement.lowMinutes !== undefined) return WAITING_WAYS;
  const { choices, otherWays } = choicesOf(opensAt === undefined ? 'nobody' : 'closed');
  return [...choices, ...otherWays];
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
