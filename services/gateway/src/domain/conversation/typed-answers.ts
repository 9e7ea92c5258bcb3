import { type Answer, answerTo, emailIn, phoneIn } from '@warmline/text';
import { choiceNames } from './choice-wordings.ts';
import { applyChoice, askForContact } from './choices.ts';
import { applySurvey } from './closing.ts';
import { contactIn, countryOf, missingContact, neededContact } from './contact.ts';
import { surveyOf } from './conversation.ts';
import type { Choose } from './conversation-commands.ts';
import type { ConversationUpdate } from './conversation-update.ts';
import { answerAgainText, declinedOfferText, ratedText } from './notices.ts';
import type { OpenQuestion } from './open-question.ts';
import { WAITING_WAYS } from './queue-choices.ts';

type Choice = Choose['data']['choice'];
/** `forBot` = the message says more than the answer, or is none: the bot is to answer it. */
type Outcome = 'answered' | 'forBot';
type QueueQuestion = Extract<OpenQuestion, { is: 'queue' }>;

/** Takes the customer's message for the answer to the open question, as its button. The message is posted before. */
export const applyTypedAnswer = (update: ConversationUpdate, text: string): Outcome => {
  const question = stillOpen(update, update.state.question ?? null);
  const outcome = question === null ? 'forBot' : applyTo(update, question, text);
  if (outcome === 'forBot' && update.state.question && update.state.question === question)
    update.updateState({ question: { ...question, passed: true } });
  return outcome;
};

const stillOpen = ({ state }: ConversationUpdate, question: OpenQuestion | null): OpenQuestion | null => {
  switch (question?.is) {
    case undefined:
      return null;
    case 'offer':
      return state.customerOfferId === question.offerId ? question : null;
    case 'queue':
    case 'windows':
    case 'contact':
      return state.handoff?.is === 'queued' && state.handoff.handoffId === question.handoffId ? question : null;
    case 'survey':
      return surveyOf(state, question.handoffId)?.isAnswered === false ? question : null;
  }
  return null;
};

const applyTo = (update: ConversationUpdate, question: OpenQuestion, text: string): Outcome => {
  switch (question.is) {
    case 'offer':
      return answerOffer(update, question, text);
    case 'queue':
      return answerQueue(update, question, text);
    case 'windows':
      return answerWindows(update, question, text);
    case 'survey':
      return rate(update, question, text);
    case 'contact':
      return giveContact(update, question, text);
  }
};

/** Asks once more. An answer that says more than the answer is for the bot, too. */
const askAgain = (update: ConversationUpdate, question: OpenQuestion, choices = 0): Outcome => {
  if (question.repeated) return 'forBot';
  update.postMessage('system', answerAgainText(update.state, question.is, choices));
  update.updateState({ question: { ...question, repeated: true } });
  return 'answered';
};

const answerOffer = (
  update: ConversationUpdate,
  question: Extract<OpenQuestion, { is: 'offer' }>,
  text: string,
): Outcome => {
  const answer = answerTo({ kind: 'yes-no' }, text, update.state.language);
  const { offerId } = question;
  if (answer.is === 'yes') {
    applyChoice(update, { choice: 'accept-offer', offerId, ...detailsOf(answer) });
    return 'answered';
  }
  if (answer.is === 'no') {
    applyChoice(update, { choice: 'decline-offer', offerId });
    if (answer.details !== undefined) return 'forBot';
    update.postMessage('system', declinedOfferText(update.state));
    return 'answered';
  }
  if (answer.is !== 'ambiguous') return 'forBot';
  askAgain(update, question);
  return answer.details === undefined && !question.repeated ? 'answered' : 'forBot';
};

const detailsOf = (answer: Answer): { details?: string } =>
  'details' in answer && answer.details !== undefined ? { details: answer.details } : {};

const answerQueue = (update: ConversationUpdate, question: QueueQuestion, text: string): Outcome => {
  const { language } = update.state;
  const choices = [
    ...question.choices.map((id) => ({ id, names: choiceNames(id) })),
    ...question.others.map((id) => ({ id, names: choiceNames(id), unnumbered: true as const })),
  ];
  const answer = answerTo({ kind: 'menu', choices }, text, language);
  // "Ok" and "thanks" in the queue acknowledge; they choose nothing.
  if (answerTo({ kind: 'yes-no' }, text, language).is === 'yes' && answer.is !== 'choice') return 'forBot';
  if (answer.is === 'ambiguous') return askAgain(update, question, question.choices.length);
  if (answer.is !== 'choice') return 'forBot';
  const { handoffId } = question;
  const details = answer.details === undefined ? undefined : detailsFor(answer.id, answer.details, language);
  return choose(update, { choice: answer.id, handoffId, ...(details === undefined ? {} : { details }) });
};

/** What a choice takes: a callback a number, an e-mail an address, others any words. */
const detailsFor = (choice: Choice, said: string, language: string): string | undefined => {
  if (choice === 'email') return emailIn(said) ?? said;
  if (choice !== 'callback' && choice !== 'schedule-call') return said;
  return phoneIn(said, countryOf(language)) ?? undefined;
};

const answerWindows = (
  update: ConversationUpdate,
  question: Extract<OpenQuestion, { is: 'windows' }>,
  text: string,
): Outcome => {
  const { language } = update.state;
  const choices = question.starts.map((start) => ({ id: String(start), names: [] }));
  const wait = { id: 'wait', names: choiceNames('wait') };
  const answer = answerTo({ kind: 'menu', choices: [...choices, wait] }, text, language);
  if (answer.is !== 'choice') return 'forBot';
  const { handoffId } = question;
  if (answer.id === 'wait') {
    applyChoice(update, { choice: 'wait', handoffId });
    return 'answered';
  }
  const details = answer.details === undefined ? undefined : detailsFor('callback', answer.details, language);
  return choose(update, {
    choice: 'schedule-call',
    handoffId,
    windowStart: Number(answer.id),
    ...(details === undefined ? {} : { details }),
  });
};

/** Makes a choice, or asks for the number or address that it lacks. */
const choose = (update: ConversationUpdate, data: Choose['data']): Outcome => {
  const missing = missingContact(update.state, data);
  if (missing === null) applyChoice(update, data);
  else askForContact(update, data, missing);
  return 'answered';
};

/** The number or address that was asked for, or another choice in its place. */
const giveContact = (
  update: ConversationUpdate,
  question: Extract<OpenQuestion, { is: 'contact' }>,
  text: string,
): Outcome => {
  const { data, handoffId } = question;
  const { language } = update.state;
  const contact = neededContact(data);
  const found = contact === null ? null : contactIn(update.state, contact, text);
  if (found !== null) {
    const note = data.choice === 'leave-note' && data.details !== undefined ? `${data.details}\n` : '';
    applyChoice(update, { ...data, handoffId, details: `${note}${found}` });
    return 'answered';
  }
  const choices = WAITING_WAYS.map((id) => ({ id, names: choiceNames(id), unnumbered: true as const }));
  const answer = answerTo({ kind: 'menu', choices }, text, language);
  if (answer.is === 'choice' && answer.id !== data.choice) {
    const details = answer.details === undefined ? undefined : detailsFor(answer.id, answer.details, language);
    return choose(update, { choice: answer.id, handoffId, ...(details === undefined ? {} : { details }) });
  }
  if (answerTo({ kind: 'yes-no' }, text, language).is === 'no') {
    update.updateState({ question: null });
    return 'forBot';
  }
  return askAgain(update, question);
};

const rate = (update: ConversationUpdate, question: Extract<OpenQuestion, { is: 'survey' }>, text: string): Outcome => {
  // Words of praise answer only while the survey is the last thing said.
  if (question.passed && !/[\p{N}⭐★]/u.test(text)) return 'forBot';
  const answer = answerTo({ kind: 'rating' }, text, update.state.language);
  if (answer.is === 'ambiguous') return askAgain(update, question);
  if (answer.is !== 'rating') return 'forBot';
  applySurvey(update, {
    handoffId: question.handoffId,
    stars: answer.stars,
    suggestion: answer.details?.slice(0, 2_000),
  });
  update.postMessage('system', ratedText(update.state));
  return 'answered';
};
