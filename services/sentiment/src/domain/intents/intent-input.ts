import { prepare } from '@warmline/text';

/** What the encoder reads of a message: a window of the customer's own words, and the end of the bot turn before it. */
export interface IntentInput {
  readonly text: string;
  readonly before: string;
}

/** The question of a bot turn stands at its end. UTF-16 units. */
const MAX_BEFORE = 200;

const WORD_IN_CAPITALS = /(?<![\p{L}\p{M}])\p{Lu}[\p{Lu}\p{M}]+(?![\p{L}\p{M}])/gu;
/** On one line, without the capitals of whole words: how loud a message is a rule counts, the encoder reads what it says. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(WORD_IN_CAPITALS, (word) => word.toLowerCase());

/** Without the word that the cut would split. */
const lastUnits = (text: string, units: number): string =>
  text.length <= units ? text : text.slice(-units).replace(/^\S*\s/, '');

/** The own words of a message with the bot turn before it, as the encoder reads them. Null where there is no letter to read. */
export const intentInputOf = (message: string, botTurn: string): IntentInput | null => {
  const text = plain(prepare(message).text);
  return /\p{L}/u.test(text) ? { text, before: lastUnits(plain(prepare(botTurn).text), MAX_BEFORE) } : null;
};
