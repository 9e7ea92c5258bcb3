/** The languages that every text of the product exists in. */
export const languages = ['en', 'de', 'es', 'fr', 'ar'] as const;
export type Language = (typeof languages)[number];

const FALLBACK: Language = 'en';
const byTag: ReadonlyMap<string, Language> = new Map(languages.map((language) => [language, language]));

const localeOf = (tag: string): Intl.Locale | null => {
  try {
    return new Intl.Locale(tag.trim().replaceAll('_', '-'));
  } catch {
    return null;
  }
};

/** The language of texts for a BCP 47 tag, by its primary subtag: "de-AT" reads German. Any other tag reads English. */
export const languageOf = (tag: string): Language => byTag.get(localeOf(tag)?.language ?? '') ?? FALLBACK;

/** The first of a reader's tags that texts exist in, in the reader's order (`navigator.languages`). */
export const firstTagOf = (tags: readonly string[]): string =>
  tags.find((tag) => byTag.has(localeOf(tag)?.language ?? '')) ?? FALLBACK;

/** The tag by which times and numbers are written: with the reader's region where the language of the texts is theirs, and always with the digits 0 to 9, as choices are numbered. */
export const formatTag = (tag: string): string => {
  const language = languageOf(tag);
  const locale = localeOf(tag);
  const base = locale?.language === language ? locale.baseName : language;
  return language === 'ar' ? `${base}-u-nu-latn` : base;
};

/** The direction in which a language is written. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');
