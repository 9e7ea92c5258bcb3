import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { languageOf } from './language.ts';

describe('short English is English', () => {
  test.each([
    'ok',
    'cancel',
    'agent pls',
    'thx',
    'yes please',
    'my bill is wrong',
    'no signal',
    'WHERE IS MY BAG',
    'hi robin',
    'human',
    'live agent',
    'wtf',
    'résumé upload fails, the café app too',
  ])('%s', (text) => {
    expect(languageOf(text)).toBe('en');
  });
});

describe('a text that tells no language is undetermined', () => {
  test.each(['', '   ', '12345', 'qwfpg', '😡😡', 'AB-4411-X', 'info@example.com', 'https://example.com/de/konto'])(
    '"%s"',
    (text) => {
      expect(languageOf(text)).toBe('und');
    },
  );
});

test.each([
  ['Wo ist meine Bestellung? Das ist eine Frechheit', 'de'],
  ['schlechter service', 'de'],
  ['¿Dónde está mi pedido?', 'es'],
  ['servicio terrible', 'es'],
  ['no me llega el paquete', 'es'],
  ['Où est ma commande', 'fr'],
  ['Non funziona, dove è il mio ordine', 'it'],
  ['Onde está o meu pedido', 'pt'],
  ['bestelling annuleren', 'nl'],
  ['siparişim nerede', 'tr'],
  ['Gdzie jest moje zamówienie', 'pl'],
  ['мой заказ не пришёл, это ужасные услуги', 'ru'],
  ['де моє замовлення, їй потрібна відповідь', 'uk'],
  ['我的订单在哪里', 'zh'],
  ['注文はどこですか', 'ja'],
  ['제 주문은 어디에 있나요', 'ko'],
  ['Πού είναι η παραγγελία μου', 'el'],
  ['إيه ده', 'ar'],
  ['ابغى موظف', 'ar'],
  ['سفارش من کجاست؟ پیگیری کنید', 'fa'],
  ['Missä tilaukseni on, en ole saanut pakettia', 'fi'],
])('"%s" is told to be %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});

test('nearly every message of five or more words in five languages is told; shorter ones are told right or not at all', () => {
  const rows = readFileSync(
    new URL('../../../services/escalation-detection/test/data/languages.jsonl', import.meta.url),
    'utf8',
  )
    .trim()
    .split('\n')
    .map((line): { language: string; text: string } => JSON.parse(line));
  const isLong = ({ text }: { text: string }): boolean => text.split(/\s+/).length > 4;
  const long = rows.filter(isLong);
  const short = rows.filter((row) => !isLong(row));
  expect(long.filter(({ language, text }) => languageOf(text) === language).length / long.length).toBeGreaterThan(0.99);
  const wrong = short.filter(({ language, text }) => ![language, 'und'].includes(languageOf(text)));
  expect(wrong.length / short.length).toBeLessThan(0.02);
});

test('a message of 64 KB takes no longer than one of 1,000 characters', () => {
  languageOf('warm');
  const started = process.threadCpuUsage();
  for (const part of ['x', 'a b ', 'ب', '@', "a'", '1/', 'ß']) languageOf(part.repeat(65_536 / part.length));
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(100);
});
