import * as arDesk from './desk/ar.ts';
import * as deDesk from './desk/de.ts';
import * as enDesk from './desk/en.ts';
import * as esDesk from './desk/es.ts';
import * as frDesk from './desk/fr.ts';
import type { Language } from './languages.ts';
import * as ar from './notices/ar.ts';
import * as de from './notices/de.ts';
import * as en from './notices/en.ts';
import * as es from './notices/es.ts';
import * as fr from './notices/fr.ts';
import * as arWidget from './widget/ar.ts';
import * as deWidget from './widget/de.ts';
import * as enWidget from './widget/en.ts';
import * as esWidget from './widget/es.ts';
import * as frWidget from './widget/fr.ts';

/** The ICU messages of each language. English names the keys; the compiler finds a key that another language lacks. */
const english = { ...en.notices, ...enWidget.widget, ...enDesk.desk };
export type TextKey = keyof typeof english;
export type Catalogue = Readonly<Record<TextKey, string>>;

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: english,
  de: { ...de.notices, ...deWidget.widget, ...deDesk.desk },
  es: { ...es.notices, ...esWidget.widget, ...esDesk.desk },
  fr: { ...fr.notices, ...frWidget.widget, ...frDesk.desk },
  ar: { ...ar.notices, ...arWidget.widget, ...arDesk.desk },
};
