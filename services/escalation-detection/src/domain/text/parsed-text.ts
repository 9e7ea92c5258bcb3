import { OFF_TOPIC } from './off-topic.ts';
import { prefixIdsIn } from './prefix-index.ts';
import { TYPO_CORRECTIONS } from './typos.ts';
import { type WordClassSet, wordClassesIn } from './word-classes.ts';

/** Where in the message something was found: UTF-16 offsets of the original text. */
export interface TextMatch {
  readonly span: readonly [number, number];
  readonly text: string;
}

/** A sentence as plain lower-case words with contractions written out, a blank between words, commas kept as words. */
export interface Clause {
  readonly text: string;
  readonly isQuestion: boolean;
  /** Said to an assistant, or about words and the world: it is nothing one holds with whoever answers. */
  readonly isOffTopic: boolean;
  /** The classes of words met in it. */
  readonly wordClasses: WordClassSet;
  /** What its words begin with, by number. */
  readonly prefixIds: readonly number[];
  /** For each word: where it stands in `text`, and where in the message. */
  readonly words: readonly { readonly at: number; readonly start: number; readonly end: number }[];
}

export interface ParsedText {
  readonly raw: string;
  readonly clauses: readonly Clause[];
  /** All sentences as one, a point between them: what is denied in the next one. The only sentence where there is one. */
  readonly combined: Clause;
}

const CONTRACTIONS: Readonly<Record<string, string>> = {
  "won't": 'will not',
  wont: 'will not',
  "can't": 'can not',
  cant: 'can not',
  cannot: 'can not',
  "shan't": 'shall not',
  dont: 'do not',
  didnt: 'did not',
  doesnt: 'does not',
  isnt: 'is not',
  wasnt: 'was not',
  arent: 'are not',
  havent: 'have not',
  hasnt: 'has not',
  wouldnt: 'would not',
  couldnt: 'could not',
  shouldnt: 'should not',
  im: 'i am',
  ive: 'i have',
  id: 'i would',
  wanna: 'want to',
  gonna: 'going to',
  gotta: 'got to',
  lemme: 'let me',
  gimme: 'give me',
  ur: 'your',
  u: 'you',
  ya: 'you',
  pls: 'please',
  plz: 'please',
  r: 'are',
  thx: 'thanks',
  thru: 'through',
  w: 'with',
  haven: 'have not',
  "let's": 'let us',
  "y'all": 'you all',
  acct: 'account',
  acc: 'account',
  subscribtion: 'subscription',
  wasn: 'was not',
  aint: 'is not',
  "ain't": 'is not',
  youre: 'you are',
  youve: 'you have',
  theyre: 'they are',
  theres: 'there is',
  whats: 'what is',
  thats: 'that is',
  werent: 'were not',
  hadnt: 'had not',
  cancle: 'cancel',
  cancell: 'cancel',
  canel: 'cancel',
  recieve: 'receive',
  recieved: 'received',
};
const CONTRACTION_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/n't$/, ' not'],
  [/'m$/, ' am'],
  [/'re$/, ' are'],
  [/'ve$/, ' have'],
  [/'ll$/, ' will'],
  [/'d$/, ' would'],
  [/'s$/, ' is'],
];

const expand = (word: string): string => {
  const known = Object.hasOwn(CONTRACTIONS, word) ? CONTRACTIONS[word] : undefined;
  if (known !== undefined) return known;
  if (!word.includes("'")) return TYPO_CORRECTIONS.get(word) ?? word;
  for (const [ending, full] of CONTRACTION_ENDINGS) if (ending.test(word)) return word.replace(ending, full);
  return word;
};

const QUESTION_START =
  /^(?:(?:and|so|but|ok|okay|please|hi|hello|hey|also|then|well) ,? ?)*(?:how|what|where|when|why|who|which|can|could|may|might|is|are|am|was|were|do|does|did|will|would|should|shall|has|have)\b/;
const TOKEN = /\p{N}+(?:[.,]\p{N}+)+(?!\p{L})|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*|#|,|[.!?;\n]+/gu;

/** No more are read of one message: what is asked for stands near its beginning, and a flood of dots costs nothing. */
const MAX_CLAUSES = 200;

const EMPTY_CLAUSE: Clause = {
  text: '',
  isQuestion: false,
  isOffTopic: false,
  wordClasses: { low: 0, high: 0 },
  prefixIds: [],
  words: [],
};
/** Asides left out: what an assistant is told denies nothing. */
const combine = (clauses: readonly Clause[]): Clause => {
  const [first, ...rest] = clauses.filter((clause) => !clause.isOffTopic);
  if (first === undefined || rest.length === 0) return first ?? EMPTY_CLAUSE;
  let { text } = first;
  let { low, high } = first.wordClasses;
  const words = [...first.words];
  const prefixIds = [...first.prefixIds];
  for (const clause of rest) {
    const from = text.length + 3;
    text = `${text} . ${clause.text}`;
    low |= clause.wordClasses.low;
    high |= clause.wordClasses.high;
    prefixIds.push(...clause.prefixIds);
    for (const word of clause.words) words.push({ ...word, at: word.at + from });
  }
  return {
    text,
    isQuestion: rest.some(({ isQuestion: question }) => question),
    isOffTopic: false,
    wordClasses: { low, high },
    prefixIds,
    words,
  };
};

const isSentenceEnd = (token: string): boolean => /^[.!?;\n]/.test(token);

/** Reads a message once for all detectors. A point inside a number or a name ("12.50", "a.com") ends no sentence. */
export const parseText = (raw: string): ParsedText => {
  const clauses: Clause[] = [];
  let text = '';
  let words: { at: number; start: number; end: number }[] = [];
  const close = (mark: string): void => {
    if (words.length > 0 && clauses.length < MAX_CLAUSES)
      clauses.push({
        text,
        isQuestion: mark.includes('?') || QUESTION_START.test(text),
        isOffTopic: OFF_TOPIC.test(text),
        wordClasses: wordClassesIn(text),
        prefixIds: prefixIdsIn(text),
        words,
      });
    text = '';
    words = [];
  };
  for (const match of raw.matchAll(TOKEN)) {
    const token = match[0];
    const end = match.index + token.length;
    if (isSentenceEnd(token)) {
      if (token !== '.' || !/[\p{L}\p{N}]/u.test(raw[end] ?? '')) close(token);
      continue;
    }
    // A comma as a word parts phrases; one inside a number does not.
    const plain = expand(token.toLowerCase().replaceAll('’', "'").replaceAll(',', '')) || token;
    const at = text === '' ? 0 : text.length + 1;
    text = text === '' ? plain : `${text} ${plain}`;
    words.push({ at, start: match.index, end });
  }
  close('');
  return { raw, clauses, combined: combine(clauses) };
};

/** A pattern over a clause: whole words only; `~` stands for up to three words, `^` at its start for the clause's beginning. */
export const pattern = (source: string): RegExp => {
  const body = source.replaceAll('~', '(?: [^ ,]+){0,3}');
  return body.startsWith('^')
    ? new RegExp(`^(?:${body.slice(1)})(?= |$)`, 'g')
    : new RegExp(`(?<= |^)(?:${body})(?= |$)`, 'g');
};

/** The piece of the message behind `clause.text.slice(from, to)`. */
export const matchAt = (parsed: ParsedText, clause: Clause, from: number, to: number): TextMatch => {
  let first = clause.words[0];
  let last = first;
  for (const word of clause.words) {
    if (word.at <= from) first = word;
    if (word.at < to) last = word;
  }
  const span = [first?.start ?? 0, last?.end ?? 0] as const;
  return { span, text: parsed.raw.slice(span[0], span[1]) };
};

/** Not able to, not knowing how, not being content: no refusal of what follows. */
const NOT_A_NEGATION =
  /(?:can|could|am|was|is|are|do|did|would) not(?: [^ ,]+)? (?:know|sure|able|find|understand|see|figure|get|remember|happy|satisfied|have|mind)|(?:can|could) not|why (?:not|do i not)|not only|no (?:longer|idea|clue|way)|will not (?:let|allow)|does not (?:let|allow|work)/g;
const NEGATION =
  /(?:^| )(?:(?:not|without|no|nobody|nor)(?: [^ ,]+){0,3}|(?:never|instead of|rather than)(?: [^ ,]+){0,4}) $/;

/** Whether what begins at `from` is refused by the words before it ("I do not want to …"). */
export const isNegated = (clause: Clause, from: number): boolean =>
  NEGATION.test(clause.text.slice(0, from).replace(NOT_A_NEGATION, (gone) => 'x'.repeat(gone.length)));

/** A detector: pure, one message in, the place it saw its intent or null. */
export type Detector = (parsed: ParsedText) => TextMatch | null;
