import { prepare } from '@warmline/text';

/** What the encoder reads of a message: a window of the customer's own words, and the end of the bot turn before it. */
export interface IntentInput {
  readonly text: string;
  readonly before: string;
}

/** The question of a bot turn stands at its end. UTF-16 units. */
const MAX_BEFORE = 200;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Without the word that the cut would split. */
const lastUnits = (text: string, units: number): string =>
  text.length <= units ? text : text.slice(-units).replace(/^\S*\s/, '');

/** The own words of a message with the bot turn before it, each on one line. Null where there is no letter to read. */
export const intentInputOf = (message: string, botTurn: string): IntentInput | null => {
  const text = oneLine(prepare(message).text);
  return /\p{L}/u.test(text) ? { text, before: lastUnits(oneLine(prepare(botTurn).text), MAX_BEFORE) } : null;
};
