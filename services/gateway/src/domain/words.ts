import type { DataOf, Heard } from '@warmline/contracts';
import type { Conversation, Gone, HandoffLife } from './conversation.ts';

/** What the gateway itself says to a customer. What leads to a hand-off is worded by the policy. */

type Assigned = Extract<HandoffLife, { is: 'assigned' }>;

export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

const addressed = ({ customer }: Conversation): string => {
  const name = customer?.name?.trim() ?? '';
  return name === '' ? '' : `${firstName(name)}, `;
};
const opening = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

export const teamName = (team: string): string => team.replaceAll('_', ' ');

/** Warm: who, from which team, about what, and what was passed on. `warned` = the customer knows that a person comes. */
export const introduced = (state: Conversation, handoff: Assigned, warned: boolean): string => {
  const { agentName, team, issue } = handoff;
  const before = warned ? '' : 'I am handing you over to a colleague. ';
  const who = `${addressed(state)}${agentName} from the ${teamName(team)} is with you now.`;
  const about = issue === null ? 'what this is about' : `this is about ${issue}`;
  return `${before}${who} ${firstName(agentName)} knows ${about}, and has a summary, our whole conversation and what was tried, so you need not repeat anything.`;
};

export const lost = (state: Conversation, handoff: Assigned, reason: DataOf<'HandoffReturned'>['reason']): string => {
  const agent = firstName(handoff.agentName);
  if (reason === 'transferred')
    return opening(
      `${addressed(state)}${agent} is passing you on to the colleague who can take this further. Nothing you told us is lost.`,
    );
  if (reason === 'agent-unresponsive')
    return opening(
      `${addressed(state)}I am sorry that ${agent} has not answered. You keep your place, and whoever comes next has everything you told us.`,
    );
  return opening(
    `${addressed(state)}I am sorry: the connection to ${agent} was lost. You keep your place, and whoever comes next has everything you told us.`,
  );
};

export const closedBy = (agentName: string): string =>
  `${firstName(agentName)} has closed this request. Write here any time, and I will help you on.`;

export const backToBot = 'You are back with me, and out of the queue. Ask for a person whenever you like.';

/** What the bot does without anybody. */
const stillCan = 'I can still look up an order, change an address or answer questions about our products.';

const ticketFiled = ({ at, data: { kind, dueBy: by } }: Heard<'TicketFiled'>): string => {
  const passed = 'I have passed your request on with everything you told us';
  const within = by === undefined ? '' : ` within ${hours(by - at)}`;
  const then =
    kind === 'priority'
      ? `it is first in line, and a colleague takes it up${within}`
      : `a colleague will answer by e-mail${within}`;
  return `${passed}; ${then}. Until then ${stillCan}`;
};

const hours = (ms: number): string => {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 60) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const whole = Math.ceil(minutes / 60);
  return whole === 1 ? 'an hour' : `${whole} hours`;
};

/** Its teams are closed. */
export const closed = (hours: string): string =>
  `Our team is closed just now. Opening hours: ${hours}. A colleague can take this first thing then, call you, or answer your note by e-mail. Say which; until then ${stillCan}`;

/** It is open, and nobody who may serve it is there. */
export const unstaffed =
  'Nobody who can take this is at a desk just now. You keep your place; a colleague can also call you back, or answer by e-mail.';

/** What becomes of a request that nobody takes now. */
export const leftQueue = (event: Heard<Exclude<Gone, 'HandoffClosed'>>, issue: string | null): string => {
  switch (event.type) {
    case 'CallbackBooked': {
      const about = issue === null ? '' : ` about ${issue}`;
      const { scheduled: slot, notBefore = event.at } = event.data;
      if (slot)
        return `A colleague will call you at the time you chose, ${hours(notBefore - event.at)} from now${about}, with everything you told us at hand. I am here until then.`;
      return `A colleague will call you within ${hours(event.data.dueBy - event.at)}${about}, with everything you told us at hand. I am here until then.`;
    }
    case 'TicketFiled':
      return ticketFiled(event);
    case 'HandoffAbandoned':
      return backToBot;
  }
};

export const noSlots = 'There is no time free for a call in the next days. You keep your place in the queue.';

export const slotGone = (reason: DataOf<'CallbackRefused'>['reason']): string =>
  `${reason === 'taken' ? 'That time has just been taken' : 'We cannot call at that time'}. You keep your place; these times are free.`;

export const callMissed = (again: number): string =>
  `We called you and could not reach you. We will try again in ${hours(again)}.`;

export const callOverdue =
  'I am sorry: we promised to call you by now, and nobody has. You keep your place, and a colleague will call as soon as one is free.';

export const callEnded = (reason: DataOf<'CallbackEnded'>['reason']): string => {
  switch (reason) {
    case 'done':
      return 'Thank you for talking to us. Write here any time, and I will help you on.';
    case 'no-answer':
      return 'We called you several times and could not reach you, so we have stopped. Ask for a person here whenever you like.';
    case 'wrong-number':
      return 'The number we have is not yours, so we could not call you. Ask for a person here, and give us the right one.';
    case 'cancelled':
      return 'The call is cancelled.';
  }
};
