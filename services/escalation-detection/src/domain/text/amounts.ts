import { ownValue } from '@warmline/contracts';
/** An amount of money in a text: value, ISO 4217 currency (null where none is named) and position. */
export interface Amount {
  readonly value: number;
  readonly currency: string | null;
  readonly span: readonly [number, number];
}

const SIGNS: Readonly<Record<string, string>> = {
  $: 'USD',
  us$: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  'rs.': 'INR',
  rs: 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  buck: 'USD',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  gbp: 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  jpy: 'JPY',
  yen: 'JPY',
  inr: 'INR',
  rupee: 'INR',
  rupees: 'INR',
  cad: 'CAD',
  c$: 'CAD',
  aud: 'AUD',
  a$: 'AUD',
  chf: 'CHF',
  francs: 'CHF',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  pln: 'PLN',
  mxn: 'MXN',
  brl: 'BRL',
  r$: 'BRL',
  aed: 'AED',
  dirhams: 'AED',
  dhs: 'AED',
  sar: 'SAR',
  riyals: 'SAR',
  php: 'PHP',
  pesos: 'PHP',
  thb: 'THB',
  baht: 'THB',
  myr: 'MYR',
  ngn: 'NGN',
  naira: 'NGN',
  kes: 'KES',
  nzd: 'NZD',
  sgd: 'SGD',
  hkd: 'HKD',
  cny: 'CNY',
  zar: 'ZAR',
  دولار: 'USD',
  دولارات: 'USD',
  يورو: 'EUR',
  جنيه: 'EGP',
  ريال: 'SAR',
  ريالات: 'SAR',
  درهم: 'AED',
  دراهم: 'AED',
  रुपये: 'INR',
  रुपए: 'INR',
};
const SIGN =
  '(?:us\\$|[cra]\\$|[$€£¥₹₩₽]|rs\\.?(?= ?\\d)|\\b(?:usd|eur|gbp|jpy|inr|cad|aud|chf|sek|nok|dkk|pln|mxn|brl|nzd|sgd|hkd|cny|zar|aed|sar|php|thb|myr|ngn|kes|dhs)\\b)';
const NAME =
  '(?:[$€£¥₹₩₽]|(?:usd|us dollars?|dollars?|bucks?|eur|euros?|gbp|pounds?|quid|jpy|yen|inr|rupees?|cad|aud|chf|francs?|sek|nok|dkk|pln|mxn|brl|nzd|sgd|hkd|cny|zar|aed|dirhams|dhs|sar|riyals|php|thb|baht|myr|ngn|naira|kes)\\b|(?:دولارات|دولار|يورو|جنيه|ريالات|ريال|دراهم|درهم|रुपये|रुपए)(?!\\p{L}))';
const GROUPED = "(?:\\d{1,2}(?:,\\d{2})+,\\d{3}|\\d{1,3}(?:[,.'’ \\u00a0\\u202f]\\d{3})+)(?:[.,]\\d{1,2})?(?!\\d)";
const NUMBER = `(?:${GROUPED}|\\d+(?:[.,]\\d{1,2})?(?!\\d))`;
const THOUSANDS = '(?: ?(k|hundred|thousand|grand|lakhs?|lacs?|crores?|mil|million)\\b)?';
const WITH_CURRENCY = new RegExp(
  `(${SIGN}) ?(${NUMBER})${THOUSANDS}|(?<![#\\p{L}\\d.,])(${NUMBER})${THOUSANDS}[ -]?(${NAME})`,
  'giu',
);

/** "1,234.56", "1.234,56", "1 234,50", "1'234": the last separator followed by one or two digits is the decimal one. */
export const numberOf = (written: string): number => {
  const plain = written.replace(/['’ \u00a0\u202f]/g, '');
  const decimal = /[.,](\d{1,2})$/.exec(plain);
  const whole = decimal === null ? plain : plain.slice(0, decimal.index);
  return Number(`${whole.replace(/[.,]/g, '')}.${decimal?.[1] ?? '0'}`);
};

const UNITS: readonly (readonly [string, number])[] = [
  ['hundred', 100],
  ['lakh', 100_000],
  ['lac', 100_000],
  ['crore', 10_000_000],
  ['mil', 1_000_000],
];
const multiplierOf = (unit: string | undefined): number =>
  unit === undefined ? 1 : (UNITS.find(([name]) => unit.toLowerCase().startsWith(name))?.[1] ?? 1_000);

const currencyOf = (sign: string | undefined): string | null => {
  const name = (sign ?? '').toLowerCase().replace(/^us /, '');
  return ownValue(SIGNS, name) ?? null;
};

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const NUMBER_WORD = `(?:${[...SMALL, ...TENS, 'hundred', 'thousand', 'grand', 'million', 'half', 'a'].join('|')})`;
const NUMBER_IN_WORDS = `${NUMBER_WORD}(?:[ -](?:and[ -])?${NUMBER_WORD}){0,9}`;
const AMOUNT_IN_WORDS = new RegExp(`\\b(${NUMBER_IN_WORDS})[ -](${NAME})`, 'giu');

/** "twelve hundred and fifty" = 1250, "seventeen sixty" = 1760; null where the words are not a number. */
export const numberInWords = (words: string): number | null => {
  let total = 0;
  let part = 0;
  for (const word of words.toLowerCase().split(/[ -]+/)) {
    if (word === 'and') continue;
    if (word === 'half') part += 0.5;
    else if (word === 'a') part = part === 0 ? 1 : part;
    else if (word === 'hundred') part = (part === 0 ? 1 : part) * 100;
    else if (word === 'thousand' || word === 'grand' || word === 'million') {
      total += (part === 0 ? 1 : part) * (word === 'million' ? 1_000_000 : 1_000);
      part = 0;
    } else if (SMALL.includes(word)) part += SMALL.indexOf(word);
    else if (TENS.includes(word)) part = (part >= 10 && part < 100 ? part * 100 : part) + (TENS.indexOf(word) + 2) * 10;
    else return null;
  }
  return total + part;
};

/** Amounts with a currency: sign, code or name next to the number; or a number in words with the name of a currency. */
export const amountsIn = (text: string): Amount[] => {
  const found: Amount[] = [];
  for (const match of text.matchAll(WITH_CURRENCY)) {
    const [whole, sign, number, unit, otherNumber, otherUnit, name] = match;
    const value = numberOf(number ?? otherNumber ?? '0') * multiplierOf(unit ?? otherUnit);
    found.push({ value, currency: currencyOf(sign ?? name), span: [match.index, match.index + whole.length] });
  }
  for (const match of text.matchAll(AMOUNT_IN_WORDS)) {
    const value = numberInWords(match[1] ?? '');
    if (value === null || value < 2) continue;
    found.push({ value, currency: currencyOf(match[2]), span: [match.index, match.index + match[0].length] });
  }
  return found;
};

/** What is counted in numbers and is no money. */
const NO_MONEY = [
  '(?! ?(?:st|nd|rd|th)\\b)',
  '(?! (?:(?!(?:and|plus|or|with|for|in|to|as|not|but|from|back) )[\\p{L}-]+ ){0,2}(?:points?|pts|miles|avios|coins?|gems?|stars?|stamps?|tokens?|credits|rewards|xp|robux|v-bucks|followers)\\b)',
  '(?! ?(?:steps?|views?|likes?|calories|kcal|mb|gb|tb|g|kg|grams?|ml|l|lit(?:re|er)s?|km|cm|mm|m|met(?:re|er)s?|w|watts?|kwh|mah|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?|items?|pieces?|times?|pairs?|people|persons?|guests|nights?|users?|seats?|tickets?|orders?|of (?:us|them)|am|pm|percent)\\b| ?%)',
].join('');
const BARE_AFTER = new RegExp(
  `(?:refund(?:ed|ing)?|reimburse(?:d|ment)?|money back|pay(?:ed)? back|give back|return(?:ed)?)(?: (?:me|us|of|for|the|my|full|amount|total|is|was|to|back|about|over|around|exactly|all|a|that|it))* (?<!# ?)(?:(${NUMBER})${THOUSANDS}|\\b(${NUMBER_IN_WORDS})\\b)(?![.,]?\\d)${NO_MONEY}`,
  'giu',
);
const BARE_BEFORE = new RegExp(
  `(?<!(?:#|order|invoice|number|no\\.?|nr\\.?|ref|reference|case|ticket|id|booking) ?)(?<![#\\d.,])\\b(${NUMBER})${THOUSANDS} (?:refund|back|reimburse)`,
  'giu',
);

const PAID =
  '(?:paid|pay|cost|costs?|total(?:led|ling)?|totals?|came to|comes to|come to|was|spent|worth|price|deposit|amount|sum|payment|about|over|roughly|so|the|it)';
const BARE_PAID = new RegExp(
  `\\b${PAID}(?: (?:me|us|you|was|of|is|about|over|around|total|a|to|little|just|roughly|for))* (?:(?<!# ?)(?!(?:19|20)\\d\\d\\b(?![.,]\\d))(${NUMBER})${THOUSANDS}|\\b(${NUMBER_IN_WORDS})\\b)(?![.,]?\\d)${NO_MONEY}`,
  'giu',
);

/** Amounts paid without a currency, in figures or words ("it was nine hundred and fifty", "paid 1,800"); 100 or more. */
export const barePaidIn = (text: string): Amount[] =>
  [...text.matchAll(BARE_PAID)].flatMap((match) => {
    const value = match[1] === undefined ? numberInWords(match[3] ?? '') : numberOf(match[1]) * multiplierOf(match[2]);
    if (value === null || value < 100) return [];
    return [{ value, currency: null, span: [match.index, match.index + match[0].length] as const }];
  });

const WORDS_BEFORE = new RegExp(`\\b(${NUMBER_IN_WORDS}) (?:refund|back|reimburse)`, 'giu');
const GRAND = new RegExp(`\\b(${NUMBER_IN_WORDS}[ -]grand)\\b`, 'giu');

const inWords = (match: RegExpExecArray, words: string | undefined): Amount[] => {
  const value = words === undefined ? null : numberInWords(words);
  return value === null || value < 100
    ? []
    : [{ value, currency: null, span: [match.index, match.index + match[0].length] }];
};

/** Amounts without a currency right next to the word refund, in figures or words of 100 or more; never an order number, a date, points or miles. */
export const bareRefundsIn = (text: string): Amount[] => [
  ...[...text.matchAll(BARE_AFTER), ...text.matchAll(BARE_BEFORE)].flatMap((match): Amount[] =>
    match[1] === undefined
      ? inWords(match, match[3])
      : [
          {
            value: numberOf(match[1]) * multiplierOf(match[2]),
            currency: null,
            span: [match.index, match.index + match[0].length],
          },
        ],
  ),
  ...[...text.matchAll(WORDS_BEFORE), ...text.matchAll(GRAND)].flatMap((match) => inWords(match, match[1])),
];
