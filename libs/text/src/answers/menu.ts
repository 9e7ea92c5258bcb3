import { emailIn, phoneIn } from './contact.ts';
import type { WordRole } from './lexicon.ts';
import { lexiconsFor, phraseAt, type ReadLexicon } from './read-answer.ts';
import { foldPhrase, type Token, tokensOf } from './words-of-text.ts';
import { readYesNo } from './yes-no.ts';

/** A choice by what customers call it: its label and other wordings. Its number is its place among the numbered choices, from 1. */
export interface MenuChoice<Id extends string = string> {
  readonly id: Id;
  readonly names: readonly string[];
  /** Chosen by name only. */
  readonly unnumbered?: true;
}

/** `details` = what is said beside the choice, in the customer's words: a telephone number, an address, a reason. */
export type MenuAnswer<Id extends string = string> =
  | { readonly is: 'choice'; readonly id: Id; readonly details?: string }
  | { readonly is: 'no'; readonly details?: string }
  | { readonly is: 'ambiguous'; readonly details?: string }
  | { readonly is: 'other' };

const AMBIGUOUS = { is: 'ambiguous' } as const;
const OTHER = { is: 'other' } as const;
const MAX_NAME = 8;

const namesOf = <Id extends string>(choices: readonly MenuChoice<Id>[]): ReadonlyMap<string, Id> =>
  new Map(choices.flatMap(({ id, names }) => names.map((name): [string, Id] => [foldPhrase(name), id])));

/** The longest name that begins at the first token; a "please" inside it is skipped. */
const nameAt = <Id extends string>(lexicon: ReadLexicon, names: ReadonlyMap<string, Id>, tokens: readonly Token[]) => {
  const words: string[] = [];
  let found: { readonly id: Id; readonly length: number } | null = null;
  for (const [index, token] of tokens.slice(0, MAX_NAME).entries()) {
    if (token.kind !== 'word') break;
    if (index > 0 && lexicon.lexicon.roles.get(token.value) === 'please') continue;
    words.push(token.value);
    const id = names.get(words.join(' '));
    if (id !== undefined) found = { id, length: index + 1 };
  }
  return found;
};

const POLITE: ReadonlySet<WordRole> = new Set(['filler', 'please', 'yes', 'agree']);

/** Tokens of politeness, of agreement, of a wish, or of a "no" with a pause behind it, at the beginning. */
const politenessAt = (lexicon: ReadLexicon, tokens: readonly Token[]): number => {
  if (tokens[0]?.kind === 'separator') return 1;
  const wish = lexicon.lexicon.wishes.find((words) => startsWith(tokens, words));
  if (wish !== undefined) return wish.length;
  const phrase = phraseAt(lexicon, tokens);
  if (phrase === null) return 0;
  const isNoWithPause = phrase.role === 'deny' && tokens[phrase.length]?.kind === 'separator';
  return POLITE.has(phrase.role) || isNoWithPause ? phrase.length : 0;
};

/** Tokens from the first that is more than politeness or agreement. */
const withoutPoliteness = (lexicon: ReadLexicon, tokens: readonly Token[]): readonly Token[] => {
  let at = 0;
  while (at < tokens.length) {
    const phrase = phraseAt(lexicon, tokens.slice(at));
    if (phrase !== null && POLITE.has(phrase.role)) at += phrase.length;
    else if (tokens[at]?.kind === 'separator' || tokens[at]?.kind === 'question') at += 1;
    else break;
  }
  return tokens.slice(at);
};

/** The number that the words name, with what is said after it; null = none, or more than one. */
export const numberIn = (
  { lexicon, own }: ReadLexicon,
  tokens: readonly Token[],
  ordinals: 'ordinals' | 'none',
): { readonly number: number; readonly rest: readonly Token[] } | null => {
  const numberOf = ({ value }: Token): number | undefined =>
    /^\d{1,2}$/.test(value)
      ? Number(value)
      : (lexicon.numbers.get(value) ?? (ordinals === 'none' ? undefined : lexicon.ordinals.get(value)));
  const isFrame = (token: Token): boolean => token.kind === 'word' && lexicon.numberFrame.has(token.value);
  const framed = tokens.findIndex((token) => !isFrame(token) && token.kind !== 'separator' && token.value !== '#');
  const at = framed !== -1 && numberOf(tokens[framed] as Token) !== undefined ? framed : 0;
  const token = tokens[at];
  if (token === undefined || token.kind !== 'word') return null;
  const number = numberOf(token);
  if (number === undefined || (!own && !/^\d/.test(token.value) && tokens.length > 2)) return null;
  let next = at + 1;
  while (next < tokens.length && isFrame(tokens[next] as Token)) next += 1;
  return { number, rest: tokens.slice(next) };
};

const detailsFrom = (text: string, tokens: readonly Token[]): { details?: string } => {
  const [first] = tokens;
  return first === undefined ? {} : { details: text.slice(first.from).trim() };
};

/** Reads the choice of a numbered menu: by number, by ordinal, or by its name with politeness around it. */
export const readMenu = <Id extends string>(
  text: string,
  language: string,
  choices: readonly MenuChoice<Id>[],
): MenuAnswer<Id> => {
  const read = tokensOf(text);
  const names = namesOf(choices);
  for (const lexicon of lexiconsFor(language)) {
    const answer = readIn(lexicon, read, names, choices);
    if (answer.is !== 'other') return answer;
  }
  const { is } = readYesNo(text, language);
  const [only, another] = choices;
  if (is === 'no') return { is: 'no' };
  if (is === 'yes' && only !== undefined && another === undefined) return { is: 'choice', id: only.id };
  return is === 'yes' ? AMBIGUOUS : OTHER;
};

const readIn = <Id extends string>(
  lexicon: ReadLexicon,
  { text, tokens }: ReturnType<typeof tokensOf>,
  names: ReadonlyMap<string, Id>,
  choices: readonly MenuChoice<Id>[],
): MenuAnswer<Id> => {
  for (let at = 0; at < tokens.length; ) {
    const here = tokens.slice(at);
    const named = nameAt(lexicon, names, here);
    if (named !== null) {
      const rest = withoutPoliteness(lexicon, here.slice(named.length));
      const isDoubtful = rest.length > 0 && isOtherMatter(lexicon, text, rest, named.length);
      if (rest.some((_, index) => (nameAt(lexicon, names, rest.slice(index))?.id ?? named.id) !== named.id))
        return AMBIGUOUS;
      return isDoubtful ? OTHER : { is: 'choice', id: named.id, ...detailsFrom(text, rest) };
    }
    const skipped = politenessAt(lexicon, here);
    if (skipped === 0) break;
    at += skipped;
  }
  const core = withoutPoliteness(lexicon, tokens);
  const chosen = numberIn(lexicon, core.length === 0 ? tokens : core, 'ordinals');
  if (chosen === null) return OTHER;
  const [separator] = chosen.rest;
  const rest = withoutPoliteness(lexicon, chosen.rest);
  if (rest.length > 0 && (separator?.kind !== 'separator' || isOtherMatter(lexicon, text, rest, 2))) return OTHER;
  if (rest.length > 0 && /^[.:)]$/.test(separator?.value ?? '') && numberIn(lexicon, rest, 'ordinals') !== null)
    return OTHER;
  const choice = choices.filter(({ unnumbered }) => !unnumbered)[chosen.number - 1];
  return choice === undefined ? AMBIGUOUS : { is: 'choice', id: choice.id, ...detailsFrom(text, rest) };
};

const startsWith = (tokens: readonly Token[], words: readonly string[]): boolean =>
  words.every((word, index) => tokens[index]?.value === word);

/** What follows a name of one word must be a number or an address; what follows a phrase must be no question and no reservation. */
const isOtherMatter = (lexicon: ReadLexicon, text: string, rest: readonly Token[], nameLength: number): boolean => {
  const said = text.slice(rest[0]?.from ?? 0);
  if (phoneIn(said, undefined) !== null || emailIn(said) !== null || /\d{6}/.test(said.replace(/[\s/()-]/g, '')))
    return false;
  const role = phraseAt(lexicon, rest)?.role;
  return nameLength < 2 || role === 'but' || role === 'question' || rest.some(({ kind }) => kind === 'question');
};
