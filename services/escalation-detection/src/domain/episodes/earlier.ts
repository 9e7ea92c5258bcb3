import { type Episode, wishesOf } from './episodes.ts';
import { quoteOf } from './quote.ts';

const MAX_LINES = 10;

const endings: Readonly<Record<Episode['end'], string>> = {
  resolved: ', settled',
  'handed-back': ', with a person',
  left: '',
  open: '',
};

/** One line for each other episode in which the customer said what they want, oldest first. */
export const earlierEpisodes = (episodes: readonly Episode[], current: Episode | undefined): string[] =>
  episodes
    .filter((episode) => episode !== current)
    .flatMap((episode) => {
      const [first] = wishesOf(episode);
      return first === undefined ? [] : [`“${quoteOf(first.turn.text)}”${endings[episode.end]}`];
    })
    .slice(-MAX_LINES);
