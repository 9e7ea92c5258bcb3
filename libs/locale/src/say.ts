import { IntlMessageFormat } from 'intl-messageformat';
import { type Catalogue, catalogues, type TextKey } from './catalogues.ts';
import { type Language, languageOf, languages } from './languages.ts';
import type { TextValues } from './values.ts';

/** The values that a text takes, as an argument; none for a text without values. */
export type ValuesOf<K extends TextKey> = K extends keyof TextValues ? [values: TextValues[K]] : [];

const parsed: ReadonlyMap<Language, Map<TextKey, IntlMessageFormat>> = new Map(
  languages.map((language) => [language, new Map()]),
);

/** Each message is parsed once, so the cache is as large as the catalogues at most. */
const messageOf = (language: Language, key: TextKey): IntlMessageFormat => {
  const known = parsed.get(language)?.get(key);
  if (known !== undefined) return known;
  const catalogue: Catalogue = catalogues[language];
  // A value may hold "<": texts have no tags.
  const message = new IntlMessageFormat(catalogue[key], language, undefined, { ignoreTag: true });
  parsed.get(language)?.set(key, message);
  return message;
};

/** A text of the product. `language` is any BCP 47 tag: see `languageOf`. */
export const say = <K extends TextKey>(language: string, key: K, ...[values]: ValuesOf<K>): string =>
  String(messageOf(languageOf(language), key).format({ ...values }));

/** Keys of the texts without values. */
const plainKeys: ReadonlyMap<string, TextKey> = new Map(
  (Object.keys(catalogues.en) as TextKey[]).filter((key) => !catalogues.en[key].includes('{')).map((key) => [key, key]),
);

/** The text of a name that may have one, such as `subject.billing`; undefined where there is none, and for one that takes values. */
export const labelOf = (language: string, name: string): string | undefined => {
  const key = plainKeys.get(name);
  return key === undefined ? undefined : String(messageOf(languageOf(language), key).format());
};
