import type { WordRole } from './lexicon.ts';
import { lexiconsFor, phraseAt, type ReadLexicon, saidElsewhere } from './read-answer.ts';
import { type Token, tokensOf } from './words-of-text.ts';

/**
 * `details` = what is said beyond yes or no, in the customer's words. `postponed` = not now. `ambiguous` = an answer that cannot be
 * told: "maybe", "yes but …". `other` = no answer to the question.
 */
export type YesNo =
  | { readonly is: 'yes'; readonly details?: string }
  | { readonly is: 'no'; readonly details?: string; readonly postponed?: true }
  | { readonly is: 'ambiguous'; readonly details?: string }
  | { readonly is: 'other' };

const AMBIGUOUS: YesNo = { is: 'ambiguous' };
const OTHER: YesNo = { is: 'other' };
/** Questions that mean yes. */
const ASKED_YES =
  /^(?:why not|y not|warum (?:auch )?nicht|wieso nicht|por ?que no|como no|pourquoi pas|لم لا|لما لا|ليش لا|ليه لا)(?= |$)/u;

/** What known words say where nothing else is said. */
const saidBy = (roles: ReadonlySet<WordRole>): YesNo => {
  const isYes = roles.has('yes') || roles.has('agree') || roles.has('please');
  if (roles.has('but') || roles.has('question')) return roles.has('yes') ? AMBIGUOUS : OTHER;
  if (roles.has('no') || roles.has('deny')) return roles.has('yes') || roles.has('unsure') ? AMBIGUOUS : { is: 'no' };
  if (roles.has('later')) return roles.has('yes') ? AMBIGUOUS : { is: 'no', postponed: true };
  if (roles.has('unsure')) return AMBIGUOUS;
  if (isYes) return { is: 'yes' };
  return roles.has('fine') ? AMBIGUOUS : OTHER;
};

interface Opening {
  readonly roles: ReadonlySet<WordRole>;
  /** The first token that is neither politeness nor part of a yes or no; the number of tokens = none. */
  readonly next: number;
  readonly nextRole: WordRole | null;
  /** The first token behind the yes or no. */
  readonly rest: number;
  /** A comma, a full stop or a new line stands behind the yes or no. */
  readonly separated: boolean;
  /** The last word of the yes or no has more than one meaning. */
  readonly doubtful: boolean;
  /** A word such as "the" or "I" stands before the yes or no: "the yes button". */
  readonly isPartOfSentence: boolean;
}

/** Reads known phrases up to the first other word, reservation or question. */
const openingOf = (lexicon: ReadLexicon, tokens: readonly Token[]): Opening => {
  const roles = new Set<WordRole>();
  let at = 0;
  let rest = 0;
  let separated = true;
  let doubtful = false;
  let isPartOfSentence = false;
  let nextRole: WordRole | null = null;
  for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
    if (token.kind === 'separator' || token.kind === 'question') {
      separated = true;
      at += 1;
      continue;
    }
    const phrase = phraseAt(lexicon, tokens.slice(at));
    nextRole = phrase?.role ?? null;
    if (phrase === null || phrase.role === 'but' || phrase.role === 'question') break;
    roles.add(phrase.role);
    at += phrase.length;
    if (phrase.role === 'filler') {
      isPartOfSentence ||= rest === 0 && phrase.local;
      continue;
    }
    rest = at;
    separated = false;
    if (phrase.role !== 'please') doubtful = phrase.local;
  }
  return { roles, next: at, nextRole, rest, separated, doubtful, isPartOfSentence };
};

/** Roles of the known phrases anywhere in what follows. */
const rolesIn = (lexicon: ReadLexicon, tokens: readonly Token[]): ReadonlySet<WordRole> => {
  const roles = new Set<WordRole>();
  for (let at = 0; at < tokens.length; ) {
    const phrase = phraseAt(lexicon, tokens.slice(at));
    if (phrase !== null) roles.add(phrase.role);
    at += phrase?.length ?? 1;
  }
  return roles;
};

const readIn = (lexicon: ReadLexicon, text: string, tokens: readonly Token[]): YesNo => {
  const whole = tokens.filter(({ kind }) => kind === 'word').map(({ value }) => value);
  if (whole.length <= 2 && lexicon.lexicon.alone.has(whole.join(' '))) return { is: 'no' };
  const { roles, next, nextRole, rest: restFrom, separated, doubtful, isPartOfSentence } = openingOf(lexicon, tokens);
  const said = saidBy(roles);
  const asks = tokens.some(({ kind }) => kind === 'question');
  const isStrong = roles.has('yes') || roles.has('no');
  if (next >= tokens.length) {
    const folded = tokens.map(({ value }) => value).join(' ');
    if (asks && said.is === 'yes' && !ASKED_YES.test(folded)) return AMBIGUOUS;
    return said;
  }
  const rest = tokens.slice(restFrom);
  const details = text.slice(rest.find(({ kind }) => kind === 'word')?.from ?? 0);
  const ambiguous: YesNo = { is: 'ambiguous', details };
  if (said.is === 'ambiguous') return isStrong ? ambiguous : OTHER;
  if (said.is === 'other' || (!isStrong && !(said.is === 'no' && separated))) return OTHER;
  // Words of another language tell a whole answer; with more behind them they may mean something else.
  if (!lexicon.own && (!separated || !isStrong)) return OTHER;
  if (isPartOfSentence && !separated) return OTHER;
  if (doubtful && !separated) return ambiguous;
  const after = rolesIn(lexicon, rest);
  if (said.is === 'no') return after.has('yes') ? ambiguous : { ...said, details };
  const isReserved =
    nextRole === 'but' ||
    nextRole === 'question' ||
    asks ||
    after.has('later') ||
    after.has('unsure') ||
    after.has('no');
  return isReserved ? ambiguous : { is: 'yes', details };
};

const plainElsewhere = (tokens: readonly Token[]): YesNo => {
  const role = saidElsewhere(tokens);
  const isAsked = tokens.some(({ kind }) => kind === 'question');
  return isAsked || (role !== 'yes' && role !== 'no') ? OTHER : { is: role };
};

/**
 * Reads the answer to a question of yes or no. A language that knows every word of it decides, the conversation's own first; else one
 * that finds a reservation.
 */
export const readYesNo = (text: string, language: string): YesNo => {
  const read = tokensOf(text);
  const answers = lexiconsFor(language)
    .map((lexicon) => readIn(lexicon, read.text, read.tokens))
    .filter(({ is }) => is !== 'other');
  return (
    answers.find((answer) => !('details' in answer)) ??
    answers.find(({ is }) => is === 'ambiguous') ??
    answers[0] ??
    plainElsewhere(read.tokens)
  );
};
