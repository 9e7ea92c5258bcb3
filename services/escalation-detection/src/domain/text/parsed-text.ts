import { ownValue } from '@warmline/contracts';
import { OFF_TOPIC } from './off-topic.ts';
import { prefixIdsIn } from './prefix-index.ts';
import { TYPO_CORRECTIONS } from './typos.ts';

/** Position of a match: UTF-16 offsets of the original text. */
export interface TextMatch {
  readonly span: readonly [number, number];
  readonly text: string;
}

/** A sentence as lower-case words with contractions written out, separated by single spaces; commas are words. */
export interface Clause {
  readonly text: string;
  readonly isQuestion: boolean;
  /** Addressed to a general assistant, or about words or the world; no concern of the company. */
  readonly isOffTopic: boolean;
  /** Ids of the prefixes of its words. */
  readonly prefixIds: readonly number[];
  /** For each word: its offset in `text`, and its start and end in the message. */
  readonly words: readonly { readonly at: number; readonly start: number; readonly end: number }[];
}

export interface ParsedText {
  readonly raw: string;
  readonly clauses: readonly Clause[];
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
  const known = ownValue(CONTRACTIONS, word);
  if (known !== undefined) return known;
  if (!word.includes("'")) return TYPO_CORRECTIONS.get(word) ?? word;
  for (const [ending, full] of CONTRACTION_ENDINGS) if (ending.test(word)) return word.replace(ending, full);
  return word;
};

const QUESTION_START =
  /^(?:(?:and|so|but|ok|okay|please|hi|hello|hey|also|then|well) ,? ?)*(?:how|what|where|when|why|who|which|can|could|may|might|is|are|am|was|were|do|does|did|will|would|should|shall|has|have)\b/;
const TOKEN = /\p{N}+(?:[.,]\p{N}+)+(?!\p{L})|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*|#|,|[.!?;\n]+/gu;

/** Patterns of polynomial cost see at most so many characters at once: a sentence without an end is cut here, or at a comma shortly before. */
const MAX_CLAUSE_LENGTH = 2_000;
const CUT_AT_COMMA = 1_800;

const isSentenceEnd = (token: string): boolean => /^[.!?;\n]/.test(token);

/** Parses a message once for all detectors. A full stop inside a number or a name ("12.50", "a.com") does not end a sentence. */
export const parseText = (raw: string): ParsedText => {
  const clauses: Clause[] = [];
  let text = '';
  let words: { at: number; start: number; end: number }[] = [];
  const close = (mark: string): void => {
    if (words.length > 0)
      clauses.push({
        text,
        isQuestion: mark.includes('?') || QUESTION_START.test(text),
        isOffTopic: OFF_TOPIC.test(text),
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
    // A comma becomes a word that separates phrases; commas inside numbers are dropped.
    const plain = expand(token.toLowerCase().replaceAll('’', "'").replaceAll(',', '')) || token;
    const at = text === '' ? 0 : text.length + 1;
    text = text === '' ? plain : `${text} ${plain}`;
    words.push({ at, start: match.index, end });
    if (text.length >= MAX_CLAUSE_LENGTH || (text.length >= CUT_AT_COMMA && token === ',')) close('');
  }
  close('');
  return { raw, clauses };
};

/** A pattern that matches whole words of a clause. `~` stands for up to three words; `^` first means the start of the clause. */
export const pattern = (source: string): RegExp => {
  const body = source.replaceAll('~', '(?: [^ ,]+){0,3}');
  return body.startsWith('^')
    ? new RegExp(`^(?:${body.slice(1)})(?= |$)`, 'g')
    : new RegExp(`(?<= |^)(?:${body})(?= |$)`, 'g');
};

/** The part of the message that `clause.text.slice(from, to)` stands for. */
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

/** Not able to, not knowing how, not content: these do not negate what follows. */
const NOT_A_NEGATION =
  /(?:can|could|am|was|is|are|do|did|would) not(?: [^ ,]+)? (?:know|sure|able|find|understand|see|figure|get|remember|happy|satisfied|have|mind)|(?:can|could) not|why (?:not|do i not)|not only|no (?:longer|idea|clue|way)|will not (?:let|allow)|does not (?:let|allow|work)/g;
const NEGATION =
  /(?:^| )(?:(?:not|without|no|nobody|nor)(?: [^ ,]+){0,3}|(?:never|instead of|rather than)(?: [^ ,]+){0,4}) $/;

/** True where the words before `from` negate what starts there ("I do not want to …"). */
export const isNegated = (clause: Clause, from: number): boolean =>
  NEGATION.test(clause.text.slice(0, from).replace(NOT_A_NEGATION, (gone) => 'x'.repeat(gone.length)));

/** Pure: the position of the intent in one message, or null. */
export interface Detector {
  (parsed: ParsedText): TextMatch | null;
  /** True if the words of the intent are there, but negated, reported or about something else. */
  readonly refuses?: (parsed: ParsedText) => boolean;
}

/** A detector that tells a refusal. `find` calls `onWords` where it comes upon words of the intent, whether or not they are meant. */
export const refusable = (
  find: (parsed: ParsedText, onWords: () => void) => TextMatch | null,
): Detector & Required<Pick<Detector, 'refuses'>> =>
  Object.assign((parsed: ParsedText) => find(parsed, () => {}), {
    refuses: (parsed: ParsedText): boolean => {
      let hasWords = false;
      const found = find(parsed, () => {
        hasWords = true;
      });
      return hasWords && found === null;
    },
  });
