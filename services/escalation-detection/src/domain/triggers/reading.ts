import { ASIDE } from './aside.ts';
import { beginningsIn } from './beginnings.ts';
import { type Classes, classesIn } from './lexicon.ts';
import { SLIPS } from './typos.ts';

/** Where in the message something was found: UTF-16 offsets of the original text. */
export interface Found {
  readonly span: readonly [number, number];
  readonly text: string;
}

/** A sentence as plain lower-case words with contractions written out, a blank between words, commas kept as words. */
export interface Clause {
  readonly text: string;
  readonly question: boolean;
  /** Said to an assistant, or about words and the world: it is nothing one holds with whoever answers. */
  readonly aside: boolean;
  /** The classes of words met in it. */
  readonly classes: Classes;
  /** What its words begin with, by number. */
  readonly beginnings: readonly number[];
  /** For each word: where it stands in `text`, and where in the message. */
  readonly words: readonly { readonly at: number; readonly start: number; readonly end: number }[];
}

export interface Reading {
  readonly raw: string;
  readonly clauses: readonly Clause[];
  /** All sentences as one, a point between them: what is denied in the next one. The only sentence where there is one. */
  readonly whole: Clause;
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
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/n't$/, ' not'],
  [/'m$/, ' am'],
  [/'re$/, ' are'],
  [/'ve$/, ' have'],
  [/'ll$/, ' will'],
  [/'d$/, ' would'],
  [/'s$/, ' is'],
];

const expanded = (word: string): string => {
  const known = Object.hasOwn(CONTRACTIONS, word) ? CONTRACTIONS[word] : undefined;
  if (known !== undefined) return known;
  if (!word.includes("'")) return SLIPS.get(word) ?? word;
  for (const [ending, full] of ENDINGS) if (ending.test(word)) return word.replace(ending, full);
  return word;
};

const ASKS =
  /^(?:(?:and|so|but|ok|okay|please|hi|hello|hey|also|then|well) ,? ?)*(?:how|what|where|when|why|who|which|can|could|may|might|is|are|am|was|were|do|does|did|will|would|should|shall|has|have)\b/;
const WORD = /\p{N}+(?:[.,]\p{N}+)+(?!\p{L})|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*|#|,|[.!?;\n]+/gu;

/** No more are read of one message: what is asked for stands near its beginning, and a flood of dots costs nothing. */
const CLAUSES = 200;

const EMPTY: Clause = {
  text: '',
  question: false,
  aside: false,
  classes: { low: 0, high: 0 },
  beginnings: [],
  words: [],
};
/** Asides left out: what an assistant is told denies nothing. */
const joined = (clauses: readonly Clause[]): Clause => {
  const [first, ...rest] = clauses.filter((clause) => !clause.aside);
  if (first === undefined || rest.length === 0) return first ?? EMPTY;
  let { text } = first;
  let { low, high } = first.classes;
  const words = [...first.words];
  const beginnings = [...first.beginnings];
  for (const clause of rest) {
    const from = text.length + 3;
    text = `${text} . ${clause.text}`;
    low |= clause.classes.low;
    high |= clause.classes.high;
    beginnings.push(...clause.beginnings);
    for (const word of clause.words) words.push({ ...word, at: word.at + from });
  }
  return {
    text,
    question: rest.some(({ question }) => question),
    aside: false,
    classes: { low, high },
    beginnings,
    words,
  };
};

const isStop = (token: string): boolean => /^[.!?;\n]/.test(token);

/** Reads a message once for all detectors. A point inside a number or a name ("12.50", "a.com") ends no sentence. */
export const read = (raw: string): Reading => {
  const clauses: Clause[] = [];
  let text = '';
  let words: { at: number; start: number; end: number }[] = [];
  const close = (mark: string): void => {
    if (words.length > 0 && clauses.length < CLAUSES)
      clauses.push({
        text,
        question: mark.includes('?') || ASKS.test(text),
        aside: ASIDE.test(text),
        classes: classesIn(text),
        beginnings: beginningsIn(text),
        words,
      });
    text = '';
    words = [];
  };
  for (const match of raw.matchAll(WORD)) {
    const token = match[0];
    const end = match.index + token.length;
    if (isStop(token)) {
      if (token !== '.' || !/[\p{L}\p{N}]/u.test(raw[end] ?? '')) close(token);
      continue;
    }
    // A comma as a word parts phrases; one inside a number does not.
    const plain = expanded(token.toLowerCase().replaceAll('’', "'").replaceAll(',', '')) || token;
    const at = text === '' ? 0 : text.length + 1;
    text = text === '' ? plain : `${text} ${plain}`;
    words.push({ at, start: match.index, end });
  }
  close('');
  return { raw, clauses, whole: joined(clauses) };
};

/** A pattern over a clause: whole words only; `~` stands for up to three words, `^` at its start for the clause's beginning. */
export const pattern = (source: string): RegExp => {
  const body = source.replaceAll('~', '(?: [^ ,]+){0,3}');
  return body.startsWith('^')
    ? new RegExp(`^(?:${body.slice(1)})(?= |$)`, 'g')
    : new RegExp(`(?<= |^)(?:${body})(?= |$)`, 'g');
};

/** The piece of the message behind `clause.text.slice(from, to)`. */
export const place = (reading: Reading, clause: Clause, from: number, to: number): Found => {
  let first = clause.words[0];
  let last = first;
  for (const word of clause.words) {
    if (word.at <= from) first = word;
    if (word.at < to) last = word;
  }
  const span = [first?.start ?? 0, last?.end ?? 0] as const;
  return { span, text: reading.raw.slice(span[0], span[1]) };
};

/** Not able to, not knowing how, not being content: no refusal of what follows. */
const NO_REFUSAL =
  /(?:can|could|am|was|is|are|do|did|would) not(?: [^ ,]+)? (?:know|sure|able|find|understand|see|figure|get|remember|happy|satisfied|have|mind)|(?:can|could) not|why (?:not|do i not)|not only|no (?:longer|idea|clue|way)|will not (?:let|allow)|does not (?:let|allow|work)/g;
const REFUSAL =
  /(?:^| )(?:(?:not|without|no|nobody|nor)(?: [^ ,]+){0,3}|(?:never|instead of|rather than)(?: [^ ,]+){0,4}) $/;

/** Whether what begins at `from` is refused by the words before it ("I do not want to …"). */
export const negated = (clause: Clause, from: number): boolean =>
  REFUSAL.test(clause.text.slice(0, from).replace(NO_REFUSAL, (gone) => 'x'.repeat(gone.length)));

/** A detector: pure, one message in, the place it saw its intent or null. */
export type Detector = (reading: Reading) => Found | null;
