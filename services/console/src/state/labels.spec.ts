import { expect, test } from '@jest/globals';
import { languages } from '@warmline/locale';
import {
  choiceLabel,
  fieldLabel,
  humanise,
  initials,
  periodLabel,
  reasonLabel,
  roleLabel,
  spanText,
  subjectLabel,
  teamLabel,
  tierLabel,
} from './labels.ts';

test('given the identifier of a team, its label is readable', () => {
  expect(humanise('night_desk')).toBe('Night desk');
  expect(teamLabel('en', 'retention_team')).toBe('Retention team');
  expect(teamLabel('de', 'retention_team')).toBe('Kundenbindung');
});
test('given a missing field, its label does not show the path of the field', () => {
  expect(fieldLabel('en', 'summary.bot_confidence')).toBe('Bot confidence');
  expect(fieldLabel('en', 'customer.lifetimeValue')).toBe('Lifetime value');
  expect(fieldLabel('en', 'customer.shoeSize')).toBe('Shoe size');
  expect(fieldLabel('ar', 'language')).toBe('اللغة');
});
test('given a name from outside, a label is read, and never something an object inherits', () => {
  expect(subjectLabel('de', 'billing')).toBe('Abrechnung');
  expect(tierLabel('fr', 'enterprise')).toBe('Entreprise');
  expect(roleLabel('es', 'customer')).toBe('Cliente');
  expect(reasonLabel('de', 'refund')).toBe('Erstattung über der Grenze');
  expect(subjectLabel('de', 'constructor')).toBe('Constructor');
});
test('given a choice, its label is in the language of the reader', () => {
  expect(languages.map((language) => choiceLabel(language, 'callback'))).toEqual([
    'Call me back',
    'Rufen Sie mich zurück',
    'Que me llamen',
    'Rappelez-moi',
    'معاودة الاتصال بي',
  ]);
});
test('given a duration, the text has its two largest units', () => {
  expect(spanText('en', 4_200)).toBe('4 s');
  expect(spanText('en', 134_000)).toBe('2 min 14 s');
  expect(spanText('en', 3_900_000)).toBe('1 h 5 min');
  expect(spanText('en', -5)).toBe('0 s');
  expect(spanText('de', 134_000)).toBe('2 Min. 14 Sek.');
});
test('given no words of the gateway for a time, it is said in the zone of the browser', () => {
  const period = { from: Date.UTC(2026, 0, 12, 14), until: Date.UTC(2026, 0, 12, 15) };
  expect(periodLabel('en', { ...period, text: 'Monday at three' }, 'Asia/Tokyo')).toBe('Monday at three');
  expect(periodLabel('en-GB', period, 'Europe/Berlin').replace(/\u2009/g, ' ')).toBe('Mon 12 Jan, 15:00–16:00');
});
test('given a name, there are at most two initials', () => {
  expect(initials('Ada King Byron')).toBe('AK');
  expect(initials('mia')).toBe('M');
});
