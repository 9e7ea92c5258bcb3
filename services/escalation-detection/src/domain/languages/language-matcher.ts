import { ownValue, type RuleId } from '@warmline/contracts';
import { foldLetters } from '@warmline/text';
import type { TextMatch } from '../text/parsed-text.ts';
import type { FoldedWords } from './folded-words.ts';

/** One intent in one language, as patterns over folded words. */
export interface IntentPatterns {
  /** What says the intent. */
  readonly says: readonly string[];
  /** What a sentence with it must not hold: reports, questions about it, other meanings. */
  readonly unless?: readonly string[];
}

export type LanguageRule =
  | 'emotional.human-request'
  | 'stakes.security'
  | 'stakes.cancellation'
  | 'stakes.billing-dispute'
  | 'emotional.profanity';

/**
 * The patterns of one language. `{name}` is a class of words, `*` any letters, `~` up to four words and `~~` up to ten of the same sentence, ` & ` both
 * sides in any order with up to ten words between, `+` the Arabic prefixes; `^` first and `$` last are the ends of a sentence. The rest is a regular expression.
 */
export interface LanguagePatterns {
  /** Words that negate what follows them or the next word. */
  readonly negation: string;
  readonly classes: Readonly<Record<string, string>>;
  readonly intents: Readonly<Record<LanguageRule, IntentPatterns>>;
  /** A closed list of constructions that ask for a person in so many words that no model can doubt it. */
  readonly plainRequests: readonly string[];
}

const CLITICS = '(?:[وف]?(?:(?:[بكعه]|عل|ها)?ال|لل|[بله])?)';
const WORDS_BETWEEN = { few: '(?: [^ .?]+){0,4}?', many: '(?: [^ .?]+){0,10}?' };
const MAX_CLASS_DEPTH = 3;

/** Replaces classes; they may name others. */
const withClasses = (source: string, classes: Readonly<Record<string, string>>, depth = 0): string =>
  depth > MAX_CLASS_DEPTH
    ? source
    : source.replace(/\{([a-z]+)\}/g, (_, name: string) => {
        const words = ownValue(classes, name);
        if (words === undefined) throw new Error(`A pattern names the class {${name}}, which its language lacks.`);
        return `(?:${withClasses(words, classes, depth + 1)})`;
      });

const compiled = (sources: readonly string[], classes: LanguagePatterns['classes'], flags: string): RegExp | null => {
  if (sources.length === 0) return null;
  const parts = sources.map((source) => {
    const [one = '', other] = source.split(' & ');
    const near = other === undefined ? one : `(${one})~~ (${other})|(${other})~~ (${one})`;
    return foldLetters(withClasses(near, classes))
      .replaceAll('+', CLITICS)
      .replaceAll('~~', WORDS_BETWEEN.many)
      .replaceAll('~', WORDS_BETWEEN.few)
      .replace(/(?<![\])}\\])\*/g, '[^ ]*')
      .replace(/\((?!\?)/g, '(?:')
      .replace(/(?<!\[)\^/g, '(?<=(?:^|[.?]) )')
      .replaceAll('$', '(?= (?:[.?]|$))');
  });
  return new RegExp(`(?<= )(?:${parts.join('|')})(?= )`, flags);
};

export interface LanguageMatch {
  readonly rule: RuleId;
  readonly match: TextMatch;
  /** Asks for a person by one of the plain requests of the language. */
  readonly isPlain: boolean;
}

/** The matches of one language in a message, at most one of each rule. */
export type LanguageMatcher = (folded: FoldedWords, message: string) => LanguageMatch[];

const sentenceAround = (text: string, from: number, to: number): string => {
  const start = Math.max(text.lastIndexOf(' . ', from), text.lastIndexOf(' ? ', from)) + 1;
  const ends = [text.indexOf(' . ', to - 1), text.indexOf(' ? ', to - 1)].filter((at) => at >= 0);
  return text.slice(start === 0 ? 0 : start + 1, ends.length === 0 ? undefined : Math.min(...ends) + 3);
};

export const languageMatcher = ({ negation, classes, intents, plainRequests }: LanguagePatterns): LanguageMatcher => {
  const negated = new RegExp(`(?<= )(?:${negation})(?: [^ .?,]+)? $`);
  const negates = new RegExp(`^(?:${negation}) `);
  const plain = compiled(plainRequests, classes, '');
  const rules = Object.entries(intents).map(
    ([rule, { says, unless = [] }]) =>
      [rule as RuleId, compiled(says, classes, 'g'), compiled(unless, classes, '')] as const,
  );
  return ({ text, words }, message) =>
    rules.flatMap(([rule, says, unless]) => {
      if (says === null) return [];
      says.lastIndex = 0;
      for (let found = says.exec(text); found !== null; found = says.exec(text)) {
        const { 0: part, index } = found;
        const end = index + part.length;
        says.lastIndex = index + 1;
        // An insult stays one where it is negated ("no me jodas"), and what begins with a negation has its own ("ne … pas").
        if (
          rule !== 'emotional.profanity' &&
          !negates.test(part) &&
          negated.test(text.slice(Math.max(0, index - 60), index))
        )
          continue;
        const sentence = sentenceAround(text, index, end);
        if (unless?.test(sentence) === true) continue;
        const first = words.findLast(({ at }) => at <= index);
        const last = words.findLast(({ at }) => at < end);
        const span = [first?.start ?? 0, last?.end ?? 0] as const;
        const isPlain = rule === 'emotional.human-request' && plain?.test(sentence) === true;
        return [{ rule, match: { span, text: message.slice(...span) }, isPlain }];
      }
      return [];
    });
};

/** Characters of pattern source of one intent, the classes that it names included. */
export const sourceLength = ({ classes, intents }: LanguagePatterns, rule: LanguageRule): number => {
  const sources = [...intents[rule].says, ...(intents[rule].unless ?? [])];
  const named = new Set<string>();
  const collect = (source: string): void => {
    for (const [, name = ''] of source.matchAll(/\{([a-z]+)\}/g)) {
      if (named.has(name)) continue;
      named.add(name);
      collect(ownValue(classes, name) ?? '');
    }
  };
  for (const source of sources) collect(source);
  const used = [...named].map((name) => ownValue(classes, name) ?? '');
  return [...sources, ...used].join('').length;
};
