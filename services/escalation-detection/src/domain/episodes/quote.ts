import { masked } from '@warmline/text';
import { truncate } from '../transcript.ts';
import { ownText } from './read-turn.ts';

export const MAX_QUOTE_LENGTH = 240;
/** A greeting or thanks before what is wanted. */
const GREETING =
  /^(?:(?:ok(?:ay)?|great|good|fine|sure|alright|well)(?: great| thanks)?[\s,.!]+(?=(?:i|i'm|im|can|could|please|now|then|also)\b)|(?:(?:ok(?:ay)? |yes |great |alright )?(?:thanks|thank you)(?: (?:so|very) much| a lot)?(?: for (?:that|this|it|your help|the help))?(?: and)?(?= \w)|hi+|hello+|helo|hey+|yo|good (?:morning|afternoon|evening|day)|greetings|dear (?:sir|madam|team|support|sir or madam)|hallo|guten (?:tag|morgen|abend)|hola|buen[oa]s (?:d[ií]as|tardes|noches)|bonjour|bonsoir|salut|مرحبا|السلام عليكم)(?: (?:there|dear|sir|madam|mam|team|all|everyone|guys))?(?:[\s,.!:;–-]+|$))+/iu;

/** The text from behind its greeting; empty where it is nothing else. */
export const withoutGreeting = (text: string): string => text.replace(GREETING, '').trim();

export const oneLine = (text: string, maxLength = MAX_QUOTE_LENGTH): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= maxLength ? plain : `${truncate(plain, maxLength - 1)}…`;
};

/** Agreement before what is wanted: "great. cancel it". */
const ASSENT = /^(?:(?:great|ok|okay|yes|no|well|right|thanks|thank you|sure)[\s.,!]+(?:then )?)+/i;

/** Quotes inside a quote would end it. */
const withoutQuotes = (text: string): string => text.replace(/[“”]/g, "'");

/** The part of a long text around `span`: from the start of a sentence where one is near. */
const around = (text: string, [from, to]: readonly [number, number]): string => {
  const room = MAX_QUOTE_LENGTH - 2;
  if (to <= room) return text;
  const earliest = Math.max(0, to - room);
  const sentence = [...text.slice(earliest, from).matchAll(/[.!?\n]\s+/g)][0];
  const word = /\s/.exec(text.slice(earliest))?.index ?? 0;
  const start = earliest + (sentence === undefined ? word + 1 : sentence.index + sentence[0].length);
  return `…${text.slice(Math.min(start, from))}`;
};

/**
 * What the customer wrote, as one line to quote: their own words, secrets masked, without the greeting. A text that is too long is cut
 * around `span`, the evidence in it.
 */
export const quoteOf = (text: string, span?: readonly [number, number]): string => {
  const own = ownText(text).trim() === '' ? text : ownText(text);
  const isWhole = own.length === text.length;
  const part = span === undefined || !isWhole ? own : around(own, span);
  const plain = oneLine(withoutQuotes(masked(part)), Number.MAX_SAFE_INTEGER);
  const greeted = withoutGreeting(plain);
  return oneLine(greeted === '' ? plain : greeted);
};

const LONG = 60;
const MIN_SENTENCE = 15;

/** The sentence of a long message that has the evidence, to quote; all of a short one. */
export const sentenceOf = (text: string, span?: readonly [number, number]): string => {
  const own = ownText(text);
  if (span === undefined || own.length !== text.length || text.length <= LONG) return quoteOf(text, span);
  let from = 0;
  for (const end of text.matchAll(/[.!?\n]+\s+/g)) {
    const next = end.index + end[0].length;
    if (next > span[0]) {
      const sentence = text.slice(from, next).trim();
      return sentence.length < MIN_SENTENCE ? quoteOf(text.slice(from), undefined) : quoteOf(sentence);
    }
    from = next;
  }
  return quoteOf(text.slice(from));
};

const MAX_SPOKEN = 100;
const MAX_CLAUSE = 160;
const MIN_WISH = 20;
/** Where the next wish of a text without marks begins. */
const OPENER = /(?<=\s)(?:i(?: would|['’]?d)? (?:like|want|need|wish)|please|kindly|(?:can|could|would) you)(?=\s)/giu;
const REASON = /,? (?:because|since i|as i|due to|owing to) /iu;
const ASIDE = /,? (?:(?:and )?while (?:i have you|i am|i['’]?m)(?: here)?|if you do(?: not|n['’]?t) mind)[\s.!]*$/iu;

/**
 * The part of a quote to say back to the customer: without an aside and a long reason, and of a long text without marks from the clause
 * with the wish. Always keeps `evidence`, the words that a rule fired on.
 */
export const spokenPart = (quote: string, evidence: string): string => {
  const at = evidence === '' ? -1 : quote.indexOf(evidence);
  const keeps = (from: number, to: number): boolean => at < 0 || (at >= from && at + evidence.length <= to);
  const aside = ASIDE.exec(quote)?.index ?? quote.length;
  const whole = aside >= MIN_WISH && keeps(0, aside) ? quote.slice(0, aside) : quote;
  const reason = whole.length > LONG ? (REASON.exec(whole)?.index ?? -1) : -1;
  const wish = reason >= MIN_WISH && keeps(0, reason) ? whole.slice(0, reason) : whole;
  if (wish.length <= MAX_SPOKEN || /[.!?…]\s/.test(wish)) return wish;
  const starts = [...wish.matchAll(OPENER)].map(({ index }) => index);
  const start = starts.find((from) => wish.length - from <= MAX_CLAUSE && wish.length - from >= MIN_WISH);
  return start === undefined || !keeps(start, wish.length) ? wish : wish.slice(start);
};

/** Two messages as one quote. */
export const joinedQuote = (first: string, second: string): string =>
  `${oneLine(first, 140).replace(/[\s.!?…]+$/, '')} / ${oneLine(second.replace(ASSENT, ''), 140)}`;

/** The text of a bot as one line to quote. */
export const botQuote = (text: string): string => oneLine(withoutQuotes(masked(text)));
