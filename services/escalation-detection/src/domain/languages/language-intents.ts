import type { RuleId } from '@warmline/contracts';
import { languageOf } from '@warmline/text/language';
import type { TextMatch } from '../text/parsed-text.ts';
import { arabic } from './ar.ts';
import { german } from './de.ts';
import { spanish } from './es.ts';
import { foldedWords } from './folded-words.ts';
import { french } from './fr.ts';
import { type LanguagePatterns, languageMatcher } from './language-matcher.ts';

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

/**
 * The languages to read a text in: the one that it tells. Where it tells none or is short, that of the session and then all; a short text that
 * looks English is read in the session's language only.
 */
const languagesFor = (text: string, sessionLanguage: string): string[] => {
  const told = languageOf(text);
  const session = sessionLanguage.toLowerCase().split(/[-_]/)[0] ?? '';
  if (told === 'en' && !matchers.has(session)) return [];
  const isShort = text.trim().split(/\s+/, SHORT + 1).length <= SHORT;
  if (told === 'en') return isShort ? [session] : [];
  if (matchers.has(told) && !isShort) return [told];
  const all = told === 'und' || isShort ? [...matchers.keys()] : [];
  return [...new Set([told, session, ...all])].filter((language) => matchers.has(language));
};

/** What a text says in German, Spanish, French or Arabic: the first match of each rule. English has detectors of its own. */
export const intentsInLanguages = (text: string, sessionLanguage: string): (readonly [RuleId, TextMatch])[] => {
  const languages = languagesFor(text, sessionLanguage);
  if (languages.length === 0) return [];
  const folded = foldedWords(text);
  const found = new Map<RuleId, TextMatch>();
  for (const language of languages)
    for (const [rule, match] of matchers.get(language)?.(folded, text) ?? [])
      if (!found.has(rule)) found.set(rule, match);
  return [...found];
};
