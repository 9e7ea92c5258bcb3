import type { PastHandoff } from '@warmline/contracts';
import { masked } from '@warmline/text';
import { similarity } from '../text/fingerprint.ts';
import { type Episode, wishesOf } from './episodes.ts';
import { oneLine, quoteOf } from './quote.ts';
import { meaningfulWords, type ReadTurn } from './read-turn.ts';

const MAX_LINES = 10;
/** A hand-off quotes at least so much of a wish, or all of it without its last mark. */
const QUOTE_OF_HANDOFF = 20;

const endings: Readonly<Record<Episode['end'], string>> = {
  resolved: ', settled',
  'handed-back': ', with a person',
  left: '',
  open: '',
};

const endingOf = ({ end, turns }: Episode): string => {
  const isAnswered = turns.some(({ role, withheld }) => role === 'bot' && withheld !== true);
  return end === 'left' && !isAnswered ? ', no answer in the transcript' : endings[end];
};

const MAX_LAST_QUOTE = 100;

/** The last wish of an episode where it says something else than the first one: a complaint, or what is still missing. */
const lastQuote = (wishes: readonly ReadTurn[]): string => {
  const [first, ...others] = wishes;
  const last = others.at(-1);
  if (first === undefined || last === undefined || similarity(first.words, last.words) > 0) return '';
  if (meaningfulWords(last.turn.text).length < 2) return '';
  return `, then “${oneLine(quoteOf(last.turn.text), MAX_LAST_QUOTE)}”`;
};

const outcomes: Readonly<Record<PastHandoff['end'], string>> = {
  resolved: 'resolved',
  'not-resolved': 'not resolved',
  closed: 'ended; the agent has not said how',
  left: 'the customer left',
  'back-to-bot': 'the customer went back to the bot',
  callback: 'a callback was booked',
  ticket: 'a ticket was filed',
};

/** Who had an earlier hand-off and how it ended, as one line. */
export const pastHandoffLine = ({ agentName, team, quote, end }: PastHandoff): string => {
  const where = team === undefined ? '' : ` (${team.replaceAll('_', ' ')})`;
  const who = agentName === undefined ? 'asked for a person, nobody took it' : `with ${agentName}${where}`;
  return `${quote === undefined ? '' : `“${oneLine(masked(quote))}”, `}${who}: ${outcomes[end]}`;
};

/** One line for each other episode in which the customer said what they want, oldest first. */
export const earlierEpisodes = (
  episodes: readonly Episode[],
  current: Episode | undefined,
  handoffs: readonly string[],
): string[] =>
  episodes
    .filter((episode) => episode !== current)
    .flatMap((episode) => {
      const wishes = wishesOf(episode);
      const [first] = wishes;
      if (first === undefined) return [];
      const quote = quoteOf(first.turn.text);
      const start = quote.replace(/[\s.,;:!?]+$/, '').slice(0, QUOTE_OF_HANDOFF);
      // The line of its hand-off says more.
      const says = (line: string): boolean => {
        const told = /^“(.{20,}?)[\s.?…]*”/.exec(line)?.[1];
        return line.startsWith(`“${start}`) || (told !== undefined && quote.includes(told));
      };
      if (episode.end === 'handed-back' && handoffs.some(says)) return [];
      return [`“${quote}”${lastQuote(wishes)}${endingOf(episode)}`];
    })
    .slice(-MAX_LINES);
