import type { Answer } from '@warmline/messaging/decider';
import { problem } from '../results.ts';
import type { Conversation } from './conversation.ts';

const whereIsIt = ({ handoff }: Conversation): string => {
  if (handoff === null) return 'the conversation is not handed over; its customer may have gone back to the bot';
  switch (handoff.is) {
    case 'closed':
      return 'this hand-off is closed already';
    case 'queued':
      return 'the customer is back in the queue';
    case 'assigned':
      return `${handoff.agentName} has this conversation now`;
  }
};

/** For an agent who acts on a hand-off that they do not have: says where it is. */
export const notAssigned = (conversation: Conversation): Answer =>
  problem(409, 'Not the owner', `the agent has no open hand-off in this conversation: ${whereIsIt(conversation)}`);
export const transferPending = problem(409, 'Transfer under way', 'a transfer was requested; wait for its outcome');
