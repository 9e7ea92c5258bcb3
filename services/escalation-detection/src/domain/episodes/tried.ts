import type { DataOf } from '@warmline/contracts';
import { masked } from '@warmline/text';
import { truncate } from '../transcript.ts';
import type { Episode } from './episodes.ts';
import { botQuote } from './quote.ts';
import { meaningfulWords } from './read-turn.ts';

export type Tried = DataOf<'HandoffRequested'>['context']['tried'][number];

const MAX_TRIED = 6;
const MAX_ANSWERS = 3;
const MAX_LENGTH = 300;

/** A greeting that asks what is wanted. */
const GREETS = /^.{0,80}\b(?:how|what) (?:can|may) (?:i|we) (?:help|assist|do for)\b/i;

const unique = (all: readonly Tried[]): Tried[] =>
  all.filter((one, at) => all.findIndex(({ text }) => text === one.text) === at);

/**
 * What the bot did in an episode: what it reports; where it reports nothing, its last three different answers. Answers that the customer
 * did not get are marked. A greeting is no answer.
 */
export const triedIn = ({ turns }: Episode): Tried[] => {
  const bot = turns.filter(({ role }) => role === 'bot');
  const reported = bot.flatMap(({ bot: details }) =>
    details?.attempted === undefined ? [] : [{ text: truncate(masked(details.attempted), MAX_LENGTH) }],
  );
  const answers = bot.filter(
    ({ text, bot: details, withheld }) =>
      withheld !== true && details?.error === undefined && meaningfulWords(text).length > 0 && !GREETS.test(text),
  );
  const answered = answers.map(({ text }) => ({
    text: `${text.trimEnd().endsWith('?') ? 'Asked' : 'Answered'}: “${botQuote(text)}”`,
  }));
  const withheld = bot
    .filter(({ withheld }) => withheld === true)
    .map(({ text }): Tried => ({ text: `Bot answer withheld: “${botQuote(text)}”`, withheld: true }));
  const done = reported.length > 0 ? reported : unique(answered).slice(-MAX_ANSWERS);
  return [...unique(done), ...unique(withheld)].slice(-MAX_TRIED);
};
