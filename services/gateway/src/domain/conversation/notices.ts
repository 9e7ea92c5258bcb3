import type { DataOf, EventOf } from '@warmline/contracts';
import { greetingName } from '@warmline/text';
import type { Conversation, HandoffStatus } from './conversation.ts';
import type { HandoffEndEventType } from './conversation-commands.ts';
import type { OpenQuestion } from './open-question.ts';

/** Texts of the gateway for customers. The texts of offers and requests come from the escalation policy. */

type AssignedHandoff = Extract<HandoffStatus, { is: 'assigned' }>;

/** The name of an agent in a sentence. */
export const shortName = (agentName: string): string => greetingName(agentName) ?? agentName;

const namePrefix = ({ customer }: Conversation): string => {
  const name = greetingName(customer?.name ?? '');
  return name === null ? '' : `${name}, `;
};
const capitalize = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

const teamName = (team: string): string => team.replaceAll('_', ' ');

/** Who takes over, from which team, and what they know. `wasWarned` = the customer already expects a person. */
export const agentIntroducedText = (state: Conversation, handoff: AssignedHandoff, wasWarned: boolean): string => {
  const { agentName, team, issue } = handoff;
  const warning = wasWarned ? '' : 'I am handing you over to a colleague. ';
  const introduction = `${namePrefix(state)}${agentName} from the ${teamName(team)} is with you now.`;
  const about = issue === null ? 'what this is about' : `this is about ${issue}`;
  return `${warning}${introduction} ${shortName(agentName)} knows ${about}, and has a summary, our whole conversation and what was tried, so you need not repeat anything.`;
};

export const agentLeftText = (
  state: Conversation,
  handoff: AssignedHandoff,
  reason: DataOf<'HandoffReturned'>['reason'],
): string => {
  const agent = shortName(handoff.agentName);
  if (reason === 'transferred')
    return capitalize(
      `${namePrefix(state)}${agent} is passing you on to the colleague who can take this further. Nothing you told us is lost.`,
    );
  if (reason === 'agent-unresponsive')
    return capitalize(
      `${namePrefix(state)}I am sorry that ${agent} has not answered. You keep your place, and whoever comes next has everything you told us.`,
    );
  return capitalize(
    `${namePrefix(state)}I am sorry: the connection to ${agent} was lost. You keep your place, and whoever comes next has everything you told us.`,
  );
};

export const requestClosedText = (agentName: string): string =>
  `${shortName(agentName)} has closed this request. Write here any time, and I will help you further.`;

/** Asks for what a callback or an answer in writing needs. */
export const contactQuestionText = (missing: 'phone' | 'email'): string =>
  missing === 'phone'
    ? 'Which number may we call? Please write it with its country code, for example +44 20 7946 0958. You keep your place in the queue.'
    : 'Which e-mail address may we answer to? Please write it here. You keep your place in the queue.';

export const backToBotText = 'You have left the queue and are back with me. Ask for a person whenever you like.';

/** What the bot can do without an agent. */
const botCapabilities = 'I can still look up an order, change an address or answer questions about our products.';

const ticketFiledText = ({ at, data: { kind, dueBy } }: EventOf<'TicketFiled'>): string => {
  const passed = 'I have passed your request on with everything you told us';
  const within = dueBy === undefined ? '' : ` within ${durationText(dueBy - at)}`;
  const then =
    kind === 'priority'
      ? `it has priority, and a colleague will take it up${within}`
      : `a colleague will answer by e-mail${within}`;
  return `${passed}; ${then}. Until then ${botCapabilities}`;
};

const durationText = (ms: number): string => {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 60) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? 'an hour' : `${hours} hours`;
};

/** The teams that may take the hand-off are closed. */
export const teamsClosedText = (hours: string): string =>
  `Our team is closed at the moment. Opening hours: ${hours}. When we open, a colleague can take this up first, call you, or answer your note by e-mail. Please choose; until then ${botCapabilities}`;

/** The teams are open, and no agent who may take the hand-off is on duty. */
export const unstaffedText =
  'No colleague who can help with this is available at the moment. You keep your place; a colleague can also call you back, or answer by e-mail.';

/** What happens to a hand-off that leaves the queue without an agent. */
export const leftQueueText = (
  event: EventOf<Exclude<HandoffEndEventType, 'HandoffClosed'>>,
  issue: string | null,
): string => {
  switch (event.type) {
    case 'CallbackBooked': {
      const about = issue === null ? '' : ` about ${issue}`;
      const { scheduled, notBefore = event.at } = event.data;
      if (scheduled)
        return `A colleague will call you at the time you chose, ${durationText(notBefore - event.at)} from now${about}, and will have everything you told us. I am here until then.`;
      return `A colleague will call you within ${durationText(event.data.dueBy - event.at)}${about}, and will have everything you told us. I am here until then.`;
    }
    case 'TicketFiled':
      return ticketFiledText(event);
    case 'HandoffAbandoned':
      return backToBotText;
  }
};

export const noCallbackWindowsText =
  'There is no free time for a call in the next days. You keep your place in the queue.';

export const windowRefusedText = (reason: DataOf<'CallbackRefused'>['reason']): string =>
  `${reason === 'taken' ? 'That time has just been taken' : 'We cannot call at that time'}. You keep your place; these times are free.`;

export const callMissedText = (retryInMs: number): string =>
  `We called you and could not reach you. We will try again in ${durationText(retryInMs)}.`;

export const callOverdueText =
  'I am sorry: we promised to call you by now, and have not done so yet. You keep your place, and a colleague will call as soon as one is free.';

export const callEndedText = (reason: DataOf<'CallbackEnded'>['reason']): string => {
  switch (reason) {
    case 'done':
      return 'Thank you for talking to us. Write here any time, and I will help you further.';
    case 'no-answer':
      return 'We called you several times and could not reach you, so we have stopped. Ask for a person here whenever you like.';
    case 'wrong-number':
      return 'The number we have is not yours, so we could not call you. Ask for a person here, and give us the right one.';
    case 'cancelled':
      return 'The call is cancelled.';
  }
};

/** Asks once more for an answer that could not be told. `choices` = how many a menu has. */
export const answerAgainText = (question: OpenQuestion['is'], choices: number): string => {
  switch (question) {
    case 'offer':
      return 'Shall I connect you with a colleague now? Please answer yes or no.';
    case 'queue':
    case 'windows':
      return `Please choose one: answer with its number, from 1 to ${choices}.`;
    case 'survey':
      return 'How many stars do you give? Please answer with a whole number from 1 to 5; 5 is best.';
    case 'contact':
      return 'I could not read that. You keep your place in the queue; please write it once more, or tell me to wait.';
  }
};

export const declinedOfferText = 'All right. I will go on helping you here; ask for a person whenever you like.';
export const ratedText = 'Thank you for your answer.';
