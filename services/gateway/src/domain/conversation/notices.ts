import type { CallbackWindow, DataOf, EventOf, Instant } from '@warmline/contracts';
import { durationText, momentText, periodText, type ReadZone, say, teamText } from '@warmline/locale';
import { greetingName } from '@warmline/text';
import type { Conversation, HandoffStatus } from './conversation.ts';
import type { HandoffEndEventType } from './conversation-commands.ts';
import type { OpenQuestion } from './open-question.ts';

/** Texts of the gateway for customers, in the language of the conversation. Those of offers and requests come from the escalation policy. */

type AssignedHandoff = Extract<HandoffStatus, { is: 'assigned' }>;
type Reader = Pick<Conversation, 'language'>;
type TimeReader = Pick<Conversation, 'language' | 'timeZone' | 'handoff'>;

/** The name of an agent in a sentence. */
export const shortName = (agentName: string): string => greetingName(agentName) ?? agentName;

const salutationOf = ({ customer, language }: Conversation): string => {
  const name = greetingName(customer?.name ?? '');
  return name === null ? '' : say(language, 'salutation', { name });
};
const capitalize = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Who takes over, from which team, and what they know. `wasWarned` = the customer already expects a person. */
export const agentIntroducedText = (state: Conversation, handoff: AssignedHandoff, wasWarned: boolean): string => {
  const { language } = state;
  const { agentName: agent, issue } = handoff;
  const team = teamText(language, handoff.team);
  const values = { salutation: salutationOf(state), agent, team, short: shortName(agent) };
  const introduction =
    issue === null
      ? say(language, 'agent.introduced', values)
      : say(language, 'agent.introduced-issue', { ...values, issue });
  return wasWarned ? introduction : `${say(language, 'agent.warning')} ${introduction}`;
};

export const agentLeftText = (
  state: Conversation,
  handoff: AssignedHandoff,
  reason: DataOf<'HandoffReturned'>['reason'],
): string => {
  const values = { salutation: salutationOf(state), agent: shortName(handoff.agentName) };
  const key =
    reason === 'transferred'
      ? 'agent.transferring'
      : reason === 'agent-unresponsive'
        ? 'agent.unresponsive'
        : 'agent.disconnected';
  return capitalize(say(state.language, key, values));
};

export const requestClosedText = ({ language }: Reader, agentName: string): string =>
  say(language, 'agent.closed', { agent: shortName(agentName) });

/** Asks for what a callback or an answer in writing needs. */
export const contactQuestionText = ({ language }: Reader, missing: 'phone' | 'email'): string =>
  say(language, `contact.${missing}`);

/** Says that a choice lacks a number or an address. */
export const contactMissingText = ({ language }: Reader, missing: 'phone' | 'email'): string =>
  say(language, `contact.${missing}-missing`);

/** Why an act of the customer is refused, for the detail of the problem that answers it. */
export const refusedText = (
  { language }: Reader,
  why: 'offer' | 'callback' | 'handoff' | 'survey' | 'rated' | 'ended',
): string => say(language, `refused.${why}`);

export const backToBotText = ({ language }: Reader): string => say(language, 'left.back-to-bot');

const ticketFiledText = (language: string, { at, data: { kind, dueBy } }: EventOf<'TicketFiled'>): string => {
  const key = kind === 'priority' ? 'ticket.priority' : 'ticket.email';
  const filed =
    dueBy === undefined
      ? say(language, key)
      : say(language, `${key}-within`, { duration: durationText(language, dueBy - at) });
  return `${filed} ${say(language, 'bot.until-then')}`;
};

/** The customer's zone, else that of a closed team; null = neither is known. */
const readZone = ({ timeZone, handoff }: TimeReader): ReadZone | null => {
  if (timeZone !== undefined) return { timeZone, isOwn: true };
  const team = handoff?.is === 'queued' ? handoff.waiting?.closed?.timeZone : undefined;
  return team === undefined ? null : { timeZone: team, isOwn: false };
};

/** When a call may come, in the customer's words; no text where no zone is known. */
export const callTimeText = (state: TimeReader, from: Instant, until: Instant): { readonly text?: string } => {
  const zone = readZone(state);
  return zone === null ? {} : { text: periodText(state.language, from, until, zone) };
};

export const windowsWithText = (
  state: TimeReader,
  windows: readonly CallbackWindow[],
): (CallbackWindow & { text?: string })[] =>
  windows.map(({ from, until }) => ({ from, until, ...callTimeText(state, from, until) }));

const callbackBookedText = (
  state: TimeReader,
  { at, data }: EventOf<'CallbackBooked'>,
  issue: string | null,
): string => {
  const { scheduled, notBefore = at, dueBy } = data;
  const { language } = state;
  const zone = readZone(state);
  if (scheduled && zone !== null) {
    const time = momentText(language, notBefore, zone);
    return issue === null
      ? say(language, 'callback.scheduled-at', { time })
      : say(language, 'callback.scheduled-at-issue', { time, issue });
  }
  const duration = durationText(language, (scheduled ? notBefore : dueBy) - at);
  const key = scheduled ? 'callback.scheduled' : 'callback.promised';
  return issue === null ? say(language, key, { duration }) : say(language, `${key}-issue`, { duration, issue });
};

/** What happens to a hand-off that leaves the queue without an agent. */
export const leftQueueText = (
  state: TimeReader,
  event: EventOf<Exclude<HandoffEndEventType, 'HandoffClosed'>>,
  issue: string | null,
): string => {
  switch (event.type) {
    case 'CallbackBooked':
      return callbackBookedText(state, event, issue);
    case 'TicketFiled':
      return ticketFiledText(state.language, event);
    case 'HandoffAbandoned':
      return backToBotText(state);
  }
};

export const ticketAnsweredText = ({ language }: Reader): string => say(language, 'ticket.answered');

export const noCallbackWindowsText = ({ language }: Reader): string => say(language, 'windows.none');

export const windowRefusedText = ({ language }: Reader, reason: DataOf<'CallbackRefused'>['reason']): string =>
  say(language, reason === 'taken' ? 'windows.taken' : 'windows.impossible');

export const callMissedText = ({ language }: Reader, retryInMs: number): string =>
  say(language, 'call.missed', { duration: durationText(language, retryInMs) });

export const callOverdueText = ({ language }: Reader): string => say(language, 'call.overdue');

export const callEndedText = ({ language }: Reader, reason: DataOf<'CallbackEnded'>['reason']): string =>
  say(language, `call.${reason}`);

/** Asks once more for an answer that could not be told. `choices` = how many a menu has. */
export const answerAgainText = ({ language }: Reader, question: OpenQuestion['is'], choices: number): string => {
  switch (question) {
    case 'queue':
    case 'windows':
      return say(language, 'again.choice', { choices });
    default:
      return say(language, `again.${question}`);
  }
};

export const declinedOfferText = ({ language }: Reader): string => say(language, 'offer.declined');
export const ratedText = ({ language }: Reader): string => say(language, 'survey.rated');
