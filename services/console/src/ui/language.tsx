import { directionOf, firstTagOf, languageOf } from '@warmline/locale';
import { createContext, useContext } from 'react';

const asked = new URLSearchParams(location.search).get('lang');

/** BCP 47 tag of the page's reader: `?lang=`, else the first language of the browser that texts exist in. */
export const pageLanguage = firstTagOf(asked === null ? navigator.languages : [asked]);
/** IANA name. */
export const browserTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const LanguageContext = createContext(pageLanguage);
/** The tag of the language that this part of the page is in. */
export const useLanguage = (): string => useContext(LanguageContext);

/** For the element around a part of the page in this language. */
export const languageProps = (tag: string): { lang: string; dir: 'ltr' | 'rtl' } => {
  const lang = languageOf(tag);
  return { lang, dir: directionOf(lang) };
};
