import type { DataOf } from '@warmline/contracts';
import { masked } from '@warmline/text';
import type { ParsedText } from '../text/parsed-text.ts';
import { parseText } from '../text/parsed-text.ts';
import type { JournaledTurn } from '../transcript.ts';
import { truncate } from '../transcript.ts';
import type { Episode } from './episodes.ts';
import { botQuote, oneLine, withoutGreeting } from './quote.ts';
import { meaningfulWords, ownText, type ReadTurn } from './read-turn.ts';

export type Known = DataOf<'HandoffRequested'>['context']['known'][number];

/** The name of a fact that the customer gave without saying what it is. */
export const UNNAMED = 'said';
const MAX_SAID = 8;
const MAX_VALUE_LENGTH = 100;
const MAX_NAME_LENGTH = 60;

/** "My full name is Ada Byron": the fact has a name. */
const NAMED =
  /^(?:(?:my|the) )?(?<name>(?:\p{L}+ ){0,2}(?:name|address|email|e-mail|phone|number|id|birthday|date of birth))(?: is| was|:) (?<value>\S.*)$/iu;
const INTRODUCTION = /^(?:(?:it'?s|it is) me|this is|i am|i'm)(?: \p{L}[\p{L}'’-]+){1,3}$/iu;
const NAME_LIKE = /^\p{L}[\p{L}'’.-]+(?: \p{L}[\p{L}'’.-]*){0,2}$/u;
const FUNCTION_WORD =
  /(?:^| )(?:i|you|u|we|it|they|my|your|me|are|is|am|was|were|be|do|does|did|can|could|will|would|have|has|not|no|yes|the|a|an|to|of|for|with|and|but|why|what|when|where|how|who|this|that|there|please|thanks?)(?: |$)/i;
/** What follows one of these may be a secret without its name beside it. */
const SECRET_NAMED =
  /(?:\b(?:pin|cvv2?|cvc2?|csc|pass ?(?:words?|codes?|phrase)|pwd|otp|(?:security|verification|access|secret|one[- ]time) (?:code|answer|question|number|word)|tokens?|passwort|kennwort|geheimzahl|sicherheitscode|contraseña|clave|código|mot de passe|cryptogramme)\b|كلمة|السري|رمز)/iu;
const CARD = /\b(?:cards?|karten?\w*|tarjeta|carte)\b|بطاقة/iu;
/** A card number with a typing fault has no valid check digit. */
const LONG_NUMBER = /\d(?:[ -]?\d){7,18}/g;
const TURNS_BEFORE = 3;

const withoutCardNumbers = (text: string): string =>
  text.replace(LONG_NUMBER, (digits) => `[card number ••${digits.replace(/\D/g, '').slice(-4)}]`);

interface Line {
  readonly one: ReadTurn;
  /** The turns right before it, the last one first. */
  readonly before: readonly JournaledTurn[];
  /** The customer has said what they want before it. */
  readonly afterWish: boolean;
  /** The conversation has no turn of a bot. */
  readonly isAlone: boolean;
}

const wordsOf = (text: string): string => ` ${(text.toLowerCase().match(/[\p{L}\p{N}•]+/gu) ?? []).join(' ')} `;

/** Name and value of the fact that one line states; null where it states none. */
const factOf = ({ one, before, afterWish, isAlone }: Line): Pick<Known, 'name' | 'value'> | null => {
  if (one.kind !== 'answer' || before.some(({ text }) => SECRET_NAMED.test(text))) return null;
  const plain = masked(oneLine(ownText(one.turn.text), Number.MAX_SAFE_INTEGER)).replace(/[“”]/g, "'");
  const isAboutCards = CARD.test(plain) || CARD.test(before[0]?.text ?? '');
  const own = (isAboutCards ? withoutCardNumbers(plain) : plain).replace(/[\s.,;!]+$/, '');
  const value = oneLine(own, MAX_VALUE_LENGTH);
  const { name, value: told } = NAMED.exec(own)?.groups ?? {};
  if (name !== undefined && told !== undefined)
    return { name: truncate(name.toLowerCase(), MAX_NAME_LENGTH), value: oneLine(told, MAX_VALUE_LENGTH) };
  // "One more thing" announces the next wish.
  if (one.turnsAway && !/\d/.test(own)) return null;
  if (!afterWish) return INTRODUCTION.test(own) ? { name: UNNAMED, value } : null;
  if (withoutGreeting(own) !== own && !/\d/.test(own)) return null;
  const [last] = before;
  if (last?.role === 'bot' && last.text.trimEnd().endsWith('?'))
    return {
      name: truncate(`answer to “${truncate(botQuote(last.text), MAX_NAME_LENGTH - 14)}”`, MAX_NAME_LENGTH),
      value,
    };
  if (/\d/.test(own)) return { name: UNNAMED, value };
  const isName = NAME_LIKE.test(own) && !FUNCTION_WORD.test(own) && meaningfulWords(own).length > 0;
  return isAlone && isName ? { name: UNNAMED, value } : null;
};

/**
 * What the customer gave on lines of their own in the whole conversation: a name, numbers, an address, an answer to the bot. Secrets are
 * masked; what may be one is left out, and so is what `quoted` has. The last eight, oldest first.
 */
export const saidIn = (
  episodes: readonly Episode[],
  quoted: string,
  isRude: (text: ParsedText) => boolean,
): Known[] => {
  const told = wordsOf(quoted);
  const turns = episodes.flatMap((episode) => episode.turns);
  const wishAt = episodes.flatMap(({ customer }) => customer).find(({ kind }) => kind === 'wish')?.turn.seq;
  const isAlone = turns.every(({ role }) => role !== 'bot');
  return episodes
    .flatMap(({ customer }) => customer)
    .flatMap((one): Known[] => {
      const at = turns.indexOf(one.turn);
      const before = turns.slice(Math.max(0, at - TURNS_BEFORE), at).reverse();
      const afterWish = wishAt !== undefined && wishAt < one.turn.seq;
      const fact = factOf({ one, before, afterWish, isAlone });
      if (fact === null || told.includes(wordsOf(fact.value)) || isRude(parseText(fact.value))) return [];
      return [{ ...fact, source: 'customer', messageId: one.turn.messageId }];
    })
    .slice(-MAX_SAID);
};
