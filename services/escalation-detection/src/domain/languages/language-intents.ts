import { languageOf } from '@warmline/text/language';
import { arabic } from './ar.ts';
import { german } from './de.ts';
import { spanish } from './es.ts';
import { foldedWords } from './folded-words.ts';
import { french } from './fr.ts';
import { type LanguageMatch, type LanguagePatterns, languageMatcher } from './language-matcher.ts';

/** The languages beside English whose intents are read. */
export const languagePatterns: ReadonlyMap<string, LanguagePatterns> = new Map([
  ['de', german],
  ['es', spanish],
  ['fr', french],
  ['ar', arabic],
]);
const matchers = new Map([...languagePatterns].map(([language, patterns]) => [language, languageMatcher(patterns)]));

/** Up to this many words the language told of a text is a guess. */
const SHORT = 6;

const sessionsLanguage = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? '';

/**
 * The languages to read a text in: the one that it tells. Where it tells none or is short, that of the session and then all; a short text that
 * looks English is read in the session's language only.
 */
const languagesFor = (text: string, told: string, session: string): string[] => {
  if (told === 'en' && !matchers.has(session)) return [];
  const isShort = text.trim().split(/\s+/, SHORT + 1).length <= SHORT;
  if (told === 'en') return isShort ? [session] : [];
  if (matchers.has(told) && !isShort) return [told];
  const all = told === 'und' || isShort ? [...matchers.keys()] : [];
  return [...new Set([told, session, ...all])].filter((language) => matchers.has(language));
};

export interface LanguageReading {
  /** The first match of each rule in German, Spanish, French or Arabic. */
  readonly matches: readonly LanguageMatch[];
  /** False for a text that tells one of these languages. The detectors of English words would only misread it: "retard" is a delay. */
  readonly mayBeEnglish: boolean;
}

/** Reads a text in its language, or where it tells none, in the session's and then in all four. `sessionLanguage`: a BCP 47 tag. */
export const readInLanguages = (text: string, sessionLanguage: string): LanguageReading => {
  const told = languageOf(text);
  const mayBeEnglish = !matchers.has(told);
  const languages = languagesFor(text, told, sessionsLanguage(sessionLanguage));
  if (languages.length === 0) return { matches: [], mayBeEnglish };
  const folded = foldedWords(text);
  const found = new Map<string, LanguageMatch>();
  for (const language of languages)
    for (const match of matchers.get(language)?.(folded, text) ?? [])
      if (!found.has(match.rule)) found.set(match.rule, match);
  return { matches: [...found.values()], mayBeEnglish };
};
