import type { DataOf, EventOf, PastHandoff } from '@warmline/contracts';
import type { Conversation, HandoffStatus } from './conversation.ts';
import type { HandoffEndEventType } from './conversation-commands.ts';
import { customerQuote, issueText } from './issue.ts';

/** What a hand-off is about: in words for the customer, and in their own words. */
type About = Pick<Extract<HandoffStatus, { is: 'queued' }>, 'issue' | 'quote'>;

export const aboutOf = (state: Conversation, requested: DataOf<'HandoffRequested'>): About => {
  const quote = customerQuote('en', requested);
  return { issue: issueText(state, requested), ...(quote === null ? {} : { quote }) };
};

export const keptAbout = ({ issue, quote }: About): About => ({ issue, ...(quote === undefined ? {} : { quote }) });

/** How a hand-off ended that routing has closed. */
export const endOf = (event: EventOf<HandoffEndEventType>): PastHandoff['end'] => {
  switch (event.type) {
    case 'CallbackBooked':
      return 'callback';
    case 'TicketFiled':
      return 'ticket';
    case 'HandoffAbandoned':
      return 'left';
    case 'HandoffClosed': {
      const { resolution } = event.data;
      return resolution === undefined ? 'closed' : resolution.resolved ? 'resolved' : 'not-resolved';
    }
  }
};
