import { isNumberWord, type Numeral, numeralAmountsIn, numeralsIn } from './text/numerals.ts';

/**
 * Facts of a text that can be compared literally: numbers and ids, amounts with their currency, days and months, addresses, and names
 * (capitalised words). Nothing else is checked. A name at the start of a sentence is recognised by the verb after it.
 */
const DAYS = /\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?day\b/giu;
const MONTHS =
  /\b(jan|feb|apr|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|il|e|y|ust|t|tember|ober|ember)?\b|\b(mar)ch\b|\b(may)\b/giu;
/** Words that are not always months: they count next to a number, or after a word that introduces a time. */
const AMBIGUOUS_MONTHS =
  /(?:\d(?:st|nd|rd|th)?(?: of)?|\b(?:in|since|until|early|late|mid|last|next)) (march|may)\b|\b(march|may) \d/giu;
const RELATIVE = /\b(?:yesterday|tomorrow|tonight|(?:last|next|past) (?:night|week|weekend|month|year))\b/giu;
const ADDRESSES = /(?<![^\s<>()])[^\s<>()]+@[^\s<>()]+|\b(?:https?:\/\/|www\.)[^\s<>()]+/giu;
const WORD = /\p{L}[\p{L}\p{M}'’-]*/gu;
/** What follows a name at the start of a sentence: a possessive, or a verb of a person who does or says something. */
const FOLLOWS_A_NAME =
  /^(?:['’]s|,? ?(?:\p{Ll}{2,}ed|is|was|has|had|will|would|wants?|asks?|says|said|needs?|reports?|complains?|calls?|tries|requests?|states?|claims?|bought|expects?|insists?|wrote|rang|told|gave|sent|found|made|got|took|went|came|knew|thought|spoke|paid|lost|sold|threatens?)\b)/u;
/** Adverbs, participles: "Previously ordered", "Escalated". */
const NOT_A_NAME = /(?:ly|ed|ing)$/u;
/** What may precede a sentence: the end of the one before, a quotation mark, a list dash. */
const SENTENCE_START = /[.!?:;“"«(•*]$|(?:^|\s)[-–—]$/u;
/** Participants that a summary mentions without a name; a sentence may start with them. */
const ROLES = new Set(
  'he she it they this that who which there what nobody everyone customer client user caller buyer bot chatbot assistant agent colleague person specialist order account refund parcel payment request conversation issue problem'.split(
    ' ',
  ),
);
const NEUTRAL_CAPITALS = new Set(['i', 'ai', 'id', 'ok', 'faq', 'english']);

const matchesOf = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([found]) => found);
const lowerCase = (text: string): string => text.toLocaleLowerCase('en');

/** The first three letters of each day and month named, also those of ISO dates. */
const datesIn = (text: string): string[] => {
  const dated = new Set(
    [...text.matchAll(AMBIGUOUS_MONTHS)].map((found) => lowerCase(found[1] ?? found[2] ?? '').slice(0, 3)),
  );
  const months = matchesOf(text, MONTHS)
    .map((found) => lowerCase(found).slice(0, 3))
    .filter((month) => (month !== 'mar' && month !== 'may') || dated.has(month));
  const iso = [...text.matchAll(/\b\d{4}-(\d{2})-\d{2}\b/g)].flatMap(([, month]) => {
    const named = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')[Number(month) - 1];
    return named === undefined ? [] : [named];
  });
  const days = matchesOf(text, DAYS).map((found) => lowerCase(found).slice(0, 3));
  return [...days, ...months, ...iso, ...matchesOf(text, RELATIVE).map(lowerCase)];
};

const isDate = (word: string): boolean => matchesOf(word, DAYS).length > 0 || matchesOf(word, MONTHS).length > 0;

/** Capitalised words that are names, in lower case; words of a script without capitals stay as they are. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(WORD)].flatMap((found) => {
    const [word] = found;
    const name = lowerCase(word).replace(/['’]s$/u, '');
    if (/\p{Lo}/u.test(word)) return [name];
    if (!/^\p{Lu}/u.test(word) || NEUTRAL_CAPITALS.has(name) || isDate(word) || isNumberWord(name)) return [];
    const before = text.slice(0, found.index).trimEnd();
    const first = before === '' || SENTENCE_START.test(before);
    if (!first) return [name];
    const verb = /['’]s$/u.test(word) || FOLLOWS_A_NAME.test(text.slice(found.index + word.length).trimStart());
    return verb && !ROLES.has(name) && !NOT_A_NAME.test(name) ? [name] : [];
  });

/** All parts of the words of the source, so that a name is found in "Byron-Smith" and "Byron’s". */
const wordsOf = (source: string): Set<string> =>
  new Set(
    matchesOf(source, WORD).flatMap((word) => [
      lowerCase(word).replace(/['’]s$/u, ''),
      ...lowerCase(word).split(/['’-]/u),
    ]),
  );

/** The first fact of a text that is not in its source; null = all of them are. */
export const firstUnsupportedFact = (text: string, source: string): string | null => {
  const [claimed, known] = [text.normalize('NFKC'), source.normalize('NFKC')];
  const address = matchesOf(claimed, ADDRESSES).find(
    (one) => !lowerCase(known).includes(lowerCase(one).replace(/[.,;!?]+$/u, '')),
  );
  if (address !== undefined) return address;
  const numerals = new Set(numeralsIn(known).map((one: Numeral) => one.value));
  const number = numeralsIn(claimed).find((one) => !numerals.has(one.value));
  if (number !== undefined) return number.text;
  const amounts = numeralAmountsIn(known);
  const currencies = new Set(amounts.map((one) => one.currency));
  const amount = numeralAmountsIn(claimed).find(
    ({ value, currency }) =>
      !amounts.some((one) => one.value === value && one.currency === currency) &&
      (amounts.some((one) => one.value === value) || !currencies.has(currency)),
  );
  if (amount !== undefined) return amount.text;
  const dates = new Set(datesIn(known));
  const date = datesIn(claimed).find((one) => !dates.has(one));
  if (date !== undefined) return date;
  const words = wordsOf(known);
  return (
    namesIn(claimed).find((one) => !words.has(one) && !one.split(/['’-]/u).every((part) => words.has(part))) ?? null
  );
};
