import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { catalogues, type TextKey } from './catalogues.ts';
import { languages } from './languages.ts';
import { samples } from './samples.fixtures.ts';
import { say } from './say.ts';
import type { TextValues } from './values.ts';

const keys = Object.keys(catalogues.en) as TextKey[];
const valued = Object.keys(samples) as (keyof TextValues)[];
const isValued = (key: TextKey): key is TextKey & keyof TextValues => Object.hasOwn(samples, key);

type Ast = ReturnType<IntlMessageFormat['getAst']>;
/** Names of the values in a message, those inside plural forms too. */
const argumentsOf = (ast: Ast): string[] =>
  ast.flatMap((element) => {
    const own = 'value' in element && element.type !== 0 ? [element.value] : [];
    return 'options' in element
      ? [...own, ...Object.values(element.options).flatMap(({ value }) => argumentsOf(value))]
      : own;
  });
const namesIn = (message: string, language: string): string[] =>
  [...new Set(argumentsOf(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst()))].sort();
const sayAny = say as (language: string, key: TextKey, values?: object) => string;
const said = (language: string, key: TextKey): string =>
  sayAny(language, key, isValued(key) ? samples[key] : undefined);

describe.each(languages)('the texts in %s', (language) => {
  test('have the keys of the English ones', () => {
    expect(Object.keys(catalogues[language]).sort()).toEqual([...keys].sort());
  });

  test('take the declared values, no more and no less', () => {
    const taken = keys.map((key) => [key, namesIn(catalogues[language][key], language)]);
    const declared = keys.map((key) => [key, isValued(key) ? Object.keys(samples[key]).sort() : []]);
    expect(taken).toEqual(declared);
  });

  test('are all formatted, without a placeholder left', () => {
    const broken = keys.filter(
      (key) => said(language, key).trim() === '' || /[{}]|undefined|\[object/.test(said(language, key)),
    );
    expect(broken).toEqual([]);
  });

  test('have the plural forms of the language, and name the number where it is not a word', () => {
    const categories = new Set(new Intl.PluralRules(language).resolvedOptions().pluralCategories);
    const plurals = (ast: Ast): string[][] =>
      ast.flatMap((element) => (element.type === 6 ? [Object.keys(element.options)] : []));
    for (const key of valued) {
      const forms = plurals(new IntlMessageFormat(catalogues[language][key], language).getAst());
      for (const form of forms) {
        const required = language === 'ar' ? [...categories] : ['one', 'other'];
        expect([key, form]).toEqual([key, expect.arrayContaining(required)]);
      }
      if (forms.length > 0)
        for (const count of [3, 11, 100])
          expect(sayAny(language, key, { ...samples[key], count })).toContain(
            new Intl.NumberFormat(language).format(count),
          );
    }
  });
});

test('Arabic texts hold Arabic letters and no Latin words beside their values', () => {
  const latin = keys.filter((key) => {
    const own = catalogues.ar[key].replace(
      /\{\w+(?:, plural,)?|\b(?:zero|one|two|few|many|other)\b|name@example\.com/g,
      '',
    );
    return /[A-Za-z]/.test(own) || (!/\p{Script=Arabic}/u.test(own) && /\p{L}/u.test(own));
  });
  expect(latin).toEqual([]);
});

test('no text of another language is left in English', () => {
  const same = languages
    .filter((language) => language !== 'en')
    .flatMap((language) =>
      keys
        .filter(
          (key) =>
            catalogues[language][key] === catalogues.en[key] && /\p{L}{2}/u.test(namesRemoved(catalogues.en[key])),
        )
        .map((key) => `${language} ${key}`),
    );
  expect(same.filter((each) => !sameInBoth.includes(each))).toEqual([]);
});
const namesRemoved = (message: string): string => message.replace(/\{\w+\}/g, '');
/** Words that are the same in both languages. */
const sameInBoth: readonly string[] = [
  ...['tier.standard', 'tier.premium', 'sentiment.neutral', 'role.bot', 'role.system', 'priority.normal'],
  ...['field.customer.name', 'secret.pin', 'secret.iban'],
]
  .map((key) => `de ${key}`)
  .concat(
    ['subject.general', 'role.bot', 'priority.normal', 'resolve.no', 'secret.pin', 'secret.iban'].map(
      (key) => `es ${key}`,
    ),
  )
  .concat(
    ['tier.standard', 'tier.premium', 'role.bot', 'panel.messages', 'resolve.notes', 'secret.iban'].map(
      (key) => `fr ${key}`,
    ),
  )
  .concat(['es', 'fr'].flatMap((language) => [`${language} span.minutes`, `${language} span.hours`]));
