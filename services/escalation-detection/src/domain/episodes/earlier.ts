import type { PastHandoff } from '@warmline/contracts';
import { masked } from '@warmline/text';
import { type Episode, wishesOf } from './episodes.ts';
import { oneLine, quoteOf } from './quote.ts';

const MAX_LINES = 10;
/** A hand-off quotes at least so much of a wish, or all of it without its last mark. */
const QUOTE_OF_HANDOFF = 20;

const endings: Readonly<Record<Episode['end'], string>> = {
  resolved: ', settled',
  'handed-back': ', with a person',
  left: '',
  open: '',
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
      const [first] = wishesOf(episode);
      if (first === undefined) return [];
      const quote = quoteOf(first.turn.text);
      const start = quote.replace(/[\s.,;:!?]+$/, '').slice(0, QUOTE_OF_HANDOFF);
      // The line of its hand-off says more.
      const says = (line: string): boolean => {
        const told = /^“(.{20,}?)[\s.?…]*”/.exec(line)?.[1];
        return line.startsWith(`“${start}`) || (told !== undefined && quote.includes(told));
      };
      if (episode.end === 'handed-back' && handoffs.some(says)) return [];
      return [`“${quote}”${endings[episode.end]}`];
    })
    .slice(-MAX_LINES);
