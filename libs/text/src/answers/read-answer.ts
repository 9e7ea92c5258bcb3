import { type Lexicon, lexiconOf, MAX_PHRASE, type WordRole } from './lexicon.ts';
import { arabic } from './words/ar.ts';
import { german } from './words/de.ts';
import { noElsewhere, noEmoji, unsureEmoji, yesElsewhere, yesEmoji } from './words/elsewhere.ts';
import { english } from './words/en.ts';
import { spanish } from './words/es.ts';
import { french } from './words/fr.ts';
import { foldPhrase, type Token } from './words-of-text.ts';

const lexicons: ReadonlyMap<string, Lexicon> = new Map([
  ['en', lexiconOf(english)],
  ['de', lexiconOf(german)],
  ['es', lexiconOf(spanish)],
  ['fr', lexiconOf(french)],
  ['ar', lexiconOf(arabic)],
]);
const elsewhere: ReadonlyMap<string, WordRole> = new Map([
  ...yesElsewhere.split(',').map((phrase): [string, WordRole] => [foldPhrase(phrase), 'yes']),
  ...noElsewhere.split(',').map((phrase): [string, WordRole] => [foldPhrase(phrase), 'no']),
]);
const emojiRoles: ReadonlyMap<string, WordRole> = new Map([
  ...[...yesEmoji].map((emoji): [string, WordRole] => [emoji, 'agree']),
  ...[...noEmoji].map((emoji): [string, WordRole] => [emoji, 'deny']),
  ...[...unsureEmoji].map((emoji): [string, WordRole] => [emoji, 'unsure']),
]);

/** What a whole message in one more language says: a plain yes or no. */
export const saidElsewhere = (tokens: readonly Token[]): WordRole | undefined =>
  elsewhere.get(
    tokens
      .filter(({ kind }) => kind === 'word')
      .map(({ value }) => value)
      .join(' '),
  );

/** A lexicon and whether it is the conversation's own: the others are read without their local words. */
export interface ReadLexicon {
  readonly lexicon: Lexicon;
  readonly own: boolean;
}

/** The lexicon of the conversation's language ("de-AT" is "de"), then English, then the others. */
export const lexiconsFor = (language: string): readonly ReadLexicon[] => {
  const own = lexicons.get(language.toLowerCase().split(/[-_]/)[0] ?? '');
  const others = [...lexicons.values()]
    .filter((lexicon) => lexicon !== own)
    .map((lexicon) => ({ lexicon, own: false }));
  return own === undefined ? others : [{ lexicon: own, own: true }, ...others];
};

/** True if the words differ in one letter that is missing, added or changed, or in two neighbours that are swapped. */
const oneTypoApart = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
};

const roleOfPhrase = ({ lexicon, own }: ReadLexicon, phrase: string): WordRole | undefined => {
  if (!own && lexicon.local.has(phrase)) return elsewhere.get(phrase);
  const role = lexicon.roles.get(phrase);
  if (role !== undefined || !own || phrase.length < 5 || phrase.includes(' ')) return role;
  const meant = lexicon.longWords.find((word) => oneTypoApart(word, phrase));
  return meant === undefined ? undefined : lexicon.roles.get(meant);
};

export interface Phrase {
  readonly role: WordRole;
  /** Tokens read, from the first. */
  readonly length: number;
  /** A word with more than one meaning: read alone, or with a pause behind it. */
  readonly local: boolean;
}

/** The longest phrase of the lexicon that begins at the first token; null = an unknown word. */
export const phraseAt = (lexicon: ReadLexicon, tokens: readonly Token[]): Phrase | null => {
  const [first] = tokens;
  if (first?.kind === 'emoji') return { role: emojiRoles.get(first.value) ?? 'filler', length: 1, local: false };
  if (first?.kind !== 'word') return null;
  const end = tokens.findIndex(({ kind }) => kind !== 'word');
  const words = tokens.slice(0, Math.min(end === -1 ? tokens.length : end, MAX_PHRASE)).map(({ value }) => value);
  for (let length = words.length; length > 0; length -= 1) {
    const phrase = words.slice(0, length).join(' ');
    const role = roleOfPhrase(lexicon, phrase);
    if (role !== undefined) return { role, length, local: lexicon.lexicon.local.has(phrase) };
  }
  return null;
};
