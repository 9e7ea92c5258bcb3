/** A number or an id as it stands in a text, and what it is compared by. */
export interface Numeral {
  readonly text: string;
  /** A plain number ("1250.5"), or the letters and digits of an id ("ord-12a"). */
  readonly value: string;
}
export interface NumeralAmount {
  readonly text: string;
  readonly value: string;
  readonly currency: string;
}

/** "one" is left out: it stands for anything. */
const UNITS =
  'zero _ two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);
const MULTIPLES: ReadonlyMap<string, number> = new Map([
  ['twice', 2],
  ['thrice', 3],
  ['dozen', 12],
]);

const numberWordValue = (word: string): number | null => {
  const [unit, ten] = [UNITS.indexOf(word), TENS.indexOf(word)];
  return unit >= 0 && word !== '_' ? unit : ten >= 0 && word !== '_' ? ten * 10 : (MULTIPLES.get(word) ?? null);
};

/** A word that is a number and no name. */
export const isNumberWord = (word: string): boolean =>
  word === 'one' || SCALES.has(word) || word.split('-').every((part) => numberWordValue(part) !== null);

const UNIT = [...UNITS, ...TENS, ...MULTIPLES.keys()].filter((word) => word !== '_').join('|');
const NUMBER_IN_WORDS = new RegExp(
  `\\b(?:(?:${UNIT})|(?:an?|one)(?= (?:${[...SCALES.keys()].join('|')})))(?:[ -](?:and )?(?:${UNIT}|one|${[...SCALES.keys()].join('|')})){0,8}\\b`,
  'giu',
);

/** "two hundred and fifty" = 250. */
const parseNumberInWords = (text: string): number => {
  let whole = 0;
  let part = 0;
  for (const word of text.toLowerCase().split(/[ -]/u)) {
    const scale = SCALES.get(word);
    if (word === 'a' || word === 'an' || word === 'one') part += 1;
    else if (scale === 100) part = Math.max(1, part) * 100;
    else if (scale !== undefined) {
      whole += Math.max(1, part) * scale;
      part = 0;
    } else part += numberWordValue(word) ?? 0;
  }
  return whole + part;
};

/** Thousands separators go, the decimal sign becomes a point: "1.250,00", "1,250.00" and "1250" are one number. */
const normaliseNumber = (figures: string): string => {
  const marks = figures.match(/[.,]/gu) ?? [];
  const last = Math.max(figures.lastIndexOf('.'), figures.lastIndexOf(','));
  const behind = figures.length - last - 1;
  const decimal = marks.length > 0 && (new Set(marks).size > 1 || (marks.length === 1 && behind !== 3));
  const digits = decimal
    ? `${figures.slice(0, last).replace(/\D/gu, '')}.${figures.slice(last + 1)}`
    : figures.replace(/[.,'’\s]/gu, '');
  const value = Number(digits);
  return digits.length < 16 && !Number.isNaN(value) && !/^0\d/u.test(digits) ? String(value) : digits;
};

const TOKEN =
  /(?<![\p{L}\p{Nd}])[\p{L}\p{Nd}]*\p{Nd}(?:[\p{L}\p{Nd}]|[.,:/_-](?=[\p{L}\p{Nd}])|[,.'’ ](?=\d{3}(?!\d)))*/gu;

const tokenValues = (text: string): string[] => {
  const token = text.toLowerCase();
  const figure = /^(\d[\d.,'’ ]*)(?:st|nd|rd|th|s|k|m|kg|km|h|min|am|pm|x)?$/u.exec(token)?.[1];
  if (figure === undefined) return [token.replace(/[\s#]/gu, '')];
  // Two numbers with a blank between them may be one with a separator, or two: both readings are there.
  return /\s/u.test(figure)
    ? [normaliseNumber(figure), ...figure.split(/\s/u).map(normaliseNumber)]
    : [normaliseNumber(figure)];
};

/** Every number and id of a text, in figures, letters or both; a date gives its parts too. */
export const numeralsIn = (text: string): Numeral[] => {
  const figures = [...text.matchAll(TOKEN)].flatMap(([found]) => {
    const parts = /^\d+(?:[-/:]\d+)+$/u.test(found) ? found.split(/[-/:]/u).map(normaliseNumber) : [];
    return [...tokenValues(found), ...parts].map((value) => ({ text: found, value }));
  });
  const words = [...text.matchAll(NUMBER_IN_WORDS)].map(([found]) => ({
    text: found,
    value: String(parseNumberInWords(found)),
  }));
  return [...figures, ...words];
};

const CURRENCIES: readonly (readonly [string, string])[] = [
  ['USD', '\\$|US\\$|usd|dollars?|bucks?'],
  ['EUR', '€|eur|euros?'],
  ['GBP', '£|gbp|pounds?|quid'],
  ['JPY', '¥|jpy|yen'],
  ['INR', '₹|inr|rs\\.?|rupees?'],
  ['CHF', 'chf|francs?'],
];
const currencyPatterns = CURRENCIES.map(([currency, signs]) => ({
  currency,
  before: new RegExp(`(?<!\\p{L})(?:${signs})\\s?((?<![\\d.,'’])\\d[\\d.,'’]{0,20}\\d|\\d)`, 'giu'),
  behind: new RegExp(
    `((?<![\\d.,'’])\\d[\\d.,'’]{0,20}\\d|\\d|(?:${NUMBER_IN_WORDS.source}))\\s?(?:${signs})(?!\\p{L})`,
    'giu',
  ),
}));

/** Every number with a currency at it. */
export const numeralAmountsIn = (text: string): NumeralAmount[] =>
  currencyPatterns.flatMap(({ currency, before, behind }) =>
    [...text.matchAll(before), ...text.matchAll(behind)].map(([found, number = '']) => ({
      text: found,
      currency,
      value: /\d/u.test(number) ? normaliseNumber(number) : String(parseNumberInWords(number)),
    })),
  );
