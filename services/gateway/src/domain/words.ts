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
  return opening(
    `${addressed(state)}I am sorry: the connection to ${agent} was lost. You keep your place, and whoever comes next has everything you told us.`,
  );
};

export const closedBy = (agentName: string): string =>
  `${firstName(agentName)} has closed this request. Write here any time, and I will help you on.`;

export const backToBot = 'You are back with me, and out of the queue. Ask for a person whenever you like.';

const hours = (ms: number): string => {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 60) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const whole = Math.ceil(minutes / 60);
  return whole === 1 ? 'an hour' : `${whole} hours`;
};

/** What becomes of a request that nobody takes now. */
export const leftQueue = (event: Heard<Exclude<Gone, 'HandoffClosed'>>, issue: string | null): string => {
  switch (event.type) {
    case 'CallbackBooked': {
      const about = issue === null ? '' : ` about ${issue}`;
      return `A colleague will call you within ${hours(event.data.by - event.at)}${about}, with everything you told us at hand. I am here until then.`;
    }
    case 'TicketFiled':
      return 'I have passed your request on with everything you told us; a colleague will answer it in writing. I am here until then.';
    case 'HandoffAbandoned':
      return backToBot;
  }
};
