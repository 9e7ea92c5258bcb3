import { foldPhrase } from './words-of-text.ts';

/**
 * What a word or phrase does in an answer. `yes` and `no` may be followed by more; `agree` ("ok", "great") and `deny` ("no" where it
 * also negates, "cancel") mean yes and no only where nothing else is said. `fine` ("it's ok") supports whatever is beside it.
 */
export type WordRole =
  | 'yes'
  | 'agree'
  | 'please'
  | 'no'
  | 'deny'
  | 'later'
  | 'unsure'
  | 'fine'
  | 'filler'
  | 'but'
  | 'question';

/** Words of one language, separated by commas. `local` ones are read only in conversations of that language. */
export interface LanguageWords {
  readonly roles: Readonly<Record<WordRole, string>>;
  /** Words that mean no only as the whole message: "cancel", not "cancel it". */
  readonly alone: string;
  readonly local: string;
  /** Words for 1 to 9, and for first to fifth; a comma between numbers, a slash between words of one. */
  readonly numbers: string;
  readonly ordinals: string;
  /** Words of satisfaction for 1 to 5 stars. */
  readonly ratings: readonly [string, string, string, string, string];
  /** Words before a number that names a choice or stars, and words after a number of stars. */
  readonly numberFrame: string;
  /** Words before the name of a choice. */
  readonly wishes: string;
}

export interface Lexicon {
  readonly roles: ReadonlyMap<string, WordRole>;
  readonly alone: ReadonlySet<string>;
  readonly local: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly ordinals: ReadonlyMap<string, number>;
  readonly ratings: ReadonlyMap<string, number>;
  readonly numberFrame: ReadonlySet<string>;
  /** The longest first, as words. */
  readonly wishes: readonly (readonly string[])[];
  /** Single words of six letters or more, for typos. */
  readonly longWords: readonly string[];
}

/** The longest phrase of a lexicon, in words. */
export const MAX_PHRASE = 6;

const phrases = (list: string): string[] =>
  list
    .split(',')
    .map((phrase) => foldPhrase(phrase))
    .filter((phrase) => phrase !== '');

const numbered = (list: string): [string, number][] =>
  list
    .split(',')
    .flatMap((names, index) => names.split('/').map((name): [string, number] => [foldPhrase(name), index + 1]));

export const lexiconOf = (words: LanguageWords): Lexicon => {
  const roles = new Map<string, WordRole>();
  for (const [role, list] of Object.entries(words.roles) as [WordRole, string][])
    for (const phrase of phrases(list)) roles.set(phrase, role);
  return {
    roles,
    alone: new Set(phrases(words.alone)),
    local: new Set(phrases(words.local)),
    numbers: new Map(numbered(words.numbers)),
    ordinals: new Map(numbered(words.ordinals)),
    ratings: new Map(
      words.ratings.flatMap((list, index) => phrases(list).map((phrase): [string, number] => [phrase, index + 1])),
    ),
    numberFrame: new Set(phrases(words.numberFrame)),
    wishes: phrases(words.wishes)
      .map((phrase) => phrase.split(' '))
      .sort((a, b) => b.length - a.length),
    longWords: [...roles.keys()].filter((phrase) => phrase.length >= 6 && !phrase.includes(' ')),
  };
};
