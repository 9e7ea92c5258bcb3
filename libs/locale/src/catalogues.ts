import type { Language } from './languages.ts';
import * as ar from './notices/ar.ts';
import * as de from './notices/de.ts';
import * as en from './notices/en.ts';
import * as es from './notices/es.ts';
import * as fr from './notices/fr.ts';

/** The ICU messages of each language. English names the keys; the compiler finds a key that another language lacks. */
const english = { ...en.notices };
export type TextKey = keyof typeof english;
export type Catalogue = Readonly<Record<TextKey, string>>;

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: english,
  de: { ...de.notices },
  es: { ...es.notices },
  fr: { ...fr.notices },
  ar: { ...ar.notices },
};
