import { masked } from '@warmline/text';
import { amountsIn } from '../text/amounts.ts';
import type { JournaledTurn } from '../transcript.ts';
import { truncate } from '../transcript.ts';
import type { Episode } from './episodes.ts';
import { oneLine } from './quote.ts';
import { ownText } from './read-turn.ts';
import { type Known, UNNAMED } from './said.ts';

const MAX_KNOWN = 12;
const MAX_VALUE_LENGTH = 100;

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const PATTERNS: readonly (readonly [string, RegExp])[] = [
  [
    'order',
    /\b(?:order|purchase|booking|reservation|ticket|case|reference|invoice|policy|tracking)(?: (?:number|no\.?|id|code))?(?: (?:is|was|:))?[ :]*(?<value>#?[A-Z]{0,4}-?\d[\dA-Z-]{2,20})\b/giu,
  ],
  ['order', /(?<value>#\d{3,20})\b/gu],
  ['account', /\baccount(?: (?:number|no\.?))?(?: (?:is|ending(?: in| with)?|:))?[ :]*(?<value>\d{4,20})\b/giu],
  [
    'date',
    new RegExp(
      `\\b(?<value>(?:\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?)(?:,? \\d{4})?|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4}|(?:last |next |this |on |since )?${WEEKDAY}|yesterday|tomorrow|last (?:week|month|night|year)|(?:two|three|\\d+) (?:days|weeks|months) ago)\\b`,
      'giu',
    ),
  ],
  [
    'product',
    /\b(?<value>(?:credit|debit|gift|bank) card|(?:savings?|checking|current|bank) account|direct debit|mobile app|router|modem|laptop|phone|tablet|headphones?|television|tv|washing machine|subscription|newsletter|membership|mortgage|loan|insurance)\b/giu,
  ],
];

/** Of these a bot says more than it knows of the customer. */
const OF_CUSTOMERS_ONLY = ['date', 'product', 'account'];

/** What somebody named in their own words: orders, amounts, dates, products. */
const namedIn = ({ text, messageId, role }: JournaledTurn): Known[] => {
  const own = masked(ownText(text));
  const source = role === 'customer' ? 'customer' : 'bot';
  const patterns = source === 'customer' ? PATTERNS : PATTERNS.filter(([name]) => !OF_CUSTOMERS_ONLY.includes(name));
  const found = patterns.flatMap(([name, pattern]) =>
    [...own.matchAll(pattern)].map((match) => ({ name, value: match.groups?.value ?? '' })),
  );
  const amounts = amountsIn(own).map(({ span }) => ({ name: 'amount', value: own.slice(...span) }));
  return [...found, ...amounts].map(({ name, value }) => ({
    name,
    value: oneLine(value, MAX_VALUE_LENGTH),
    source,
    messageId,
  }));
};

const sameValue = (a: Known, b: Known): boolean =>
  a.value.toLowerCase().replace('#', '') === b.value.toLowerCase().replace('#', '');

/** A line of a few words that holds a fact says nothing else. */
const MAX_WORDS_BESIDE = 3;
const isMostOf = (value: string, line: string): boolean =>
  line.toLowerCase().includes(value.toLowerCase()) &&
  line.split(' ').length - value.split(' ').length <= MAX_WORDS_BESIDE;

/**
 * The facts of an episode, each once: what the customer named, then what the bot said and found, then `lines`, what the customer gave on
 * lines of their own. Dates and products that `said` has are left out.
 */
export const knownIn = ({ turns }: Episode, said: string, lines: readonly Known[] = []): Known[] => {
  const all: Known[] = [];
  const add = (one: Known): void => {
    if (one.value !== '' && !all.some((other) => sameValue(other, one))) all.push(one);
  };
  for (const role of ['customer', 'bot'] as const)
    for (const turn of turns) if (turn.role === role) namedIn(turn).forEach(add);
  const entities = new Map(
    turns.flatMap(({ bot, messageId }) =>
      Object.entries(bot?.entities ?? {}).map(([name, value]) => [name, { value, messageId }] as const),
    ),
  );
  for (const [name, { value, messageId }] of entities) {
    const label = truncate(name.replaceAll('_', ' '), 60);
    // The name of an entity may say that its value is a secret.
    const text = masked(`${label} ${oneLine(String(value), MAX_VALUE_LENGTH)}`).slice(label.length + 1);
    add({ name: label, value: text, source: 'bot', messageId });
  }
  const isNamed = ({ value, messageId }: Known): boolean =>
    all.some((other) => other.messageId === messageId && isMostOf(other.value, value));
  for (const line of lines) if (!isNamed(line)) add(line);
  const plain = said.toLowerCase();
  return all
    .filter(({ name, value }) => !['date', 'product'].includes(name) || !plain.includes(value.toLowerCase()))
    .slice(0, MAX_KNOWN);
};

/** Known facts as text, without those that `said` already has. */
export const knownText = (known: readonly Known[], said: string): string => {
  const plain = said.toLowerCase();
  const unnamed = known.filter(({ name }) => name === UNNAMED).map(({ value }) => `“${value}”`);
  const named = known
    .filter(({ name, value }) => name !== UNNAMED && !plain.includes(value.toLowerCase()))
    .map(({ name, value, source }) => `${name} ${value}${source === 'bot' ? ' (bot)' : ''}`);
  return [...named, ...(unnamed.length === 0 ? [] : [`${UNNAMED} ${unnamed.join(', ')}`])].join(', ');
};
