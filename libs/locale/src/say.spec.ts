import { describe, expect, test } from '@jest/globals';
import { durationText } from './durations.ts';
import { directionOf, firstTagOf, formatTag, languageOf } from './languages.ts';
import { labelOf, say } from './say.ts';
import { teamText } from './teams.ts';

describe('the language of a tag', () => {
  test.each([
    ['en', 'en'],
    ['de-AT', 'de'],
    ['DE_de', 'de'],
    ['es-419', 'es'],
    ['fr-CA', 'fr'],
    ['ar-EG', 'ar'],
    ['ar-Arab-SA', 'ar'],
    ['deu', 'de'],
    ['pt-BR', 'en'],
    ['und', 'en'],
    ['', 'en'],
    ['not a tag!', 'en'],
    ['constructor', 'en'],
    ['__proto__', 'en'],
    ['x'.repeat(5_000), 'en'],
  ])('"%s" reads %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });

  test('the first of a reader’s languages that texts exist in is taken', () => {
    expect(firstTagOf(['pt-BR', 'fr-CH', 'en'])).toBe('fr-CH');
    expect(firstTagOf(['ja'])).toBe('en');
    expect(firstTagOf([])).toBe('en');
  });

  test('numbers and times keep the reader’s region, unless the texts are in another language', () => {
    expect(formatTag('de-AT')).toBe('de-AT');
    expect(formatTag('en-GB-u-nu-arab')).toBe('en-GB');
    expect(formatTag('pt-BR')).toBe('en');
    expect(formatTag('?')).toBe('en');
    expect(new Intl.NumberFormat(formatTag('ar-EG')).format(20)).toBe('20');
  });

  test('only Arabic is written from right to left', () => {
    expect(directionOf('ar')).toBe('rtl');
    expect(directionOf('fr')).toBe('ltr');
  });
});

test('a value is never read as a message: braces, tags and quotes stay as they are', () => {
  const name = "{x} '{' <b>Ó'Neil</b> # {n, plural, other {#}}";
  expect(say('en', 'greeting.hello-name', { name, agent: 'Ben' })).toBe(`Hello ${name}, I'm Ben.`);
});

describe('a duration in words', () => {
  const minute = 60_000;
  test.each([
    ['en', ['a minute', '2 minutes', '3 minutes', '11 minutes', 'an hour', '2 hours', '100 hours']],
    ['de', ['einer Minute', '2 Minuten', '3 Minuten', '11 Minuten', 'einer Stunde', '2 Stunden', '100 Stunden']],
    ['es', ['un minuto', '2 minutos', '3 minutos', '11 minutos', 'una hora', '2 horas', '100 horas']],
    ['fr', ['une minute', '2 minutes', '3 minutes', '11 minutes', 'une heure', '2 heures', '100 heures']],
    ['ar', ['دقيقة واحدة', 'دقيقتين', '3 دقائق', '11 دقيقة', 'ساعة واحدة', 'ساعتين', '100 ساعة']],
  ])('in %s', (language, texts) => {
    const durations = [0, 2, 3, 11, 60, 120, 6_000].map((minutes) => minutes * minute);
    expect(durations.map((ms) => durationText(language, ms))).toEqual(texts);
  });
});

describe('the name of a team', () => {
  test('is known for the teams of the defaults', () => {
    expect(teamText('en', 'billing_team')).toBe('billing team');
    expect(teamText('de-AT', 'billing_team')).toBe('Abrechnung');
    expect(teamText('ar', 'general_team')).toBe('خدمة العملاء');
  });
  test('is the identifier in words for a team of a tenant', () => {
    expect(teamText('en', 'night_desk')).toBe('night desk');
    expect(teamText('de', 'night_desk-team')).toBe('„night desk“');
    expect(teamText('fr', 'constructor')).toBe('« constructor »');
  });
});

test('the label of an outside name is its text, unless there is none or it takes values', () => {
  expect(labelOf('de', 'subject.billing')).toBe('Abrechnung');
  for (const key of ['subject.fishing', 'constructor', '__proto__', 'agent.closed'])
    expect(labelOf('de', key)).toBeUndefined();
});

test('given a customer with a Latin name, then an Arabic message to them begins from right to left', () =>
  expect(say('ar', 'salutation', { name: 'Ada' })).toBe('\u200fAda، '));
