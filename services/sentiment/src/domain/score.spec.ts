import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { score } from './score.ts';

describe('pNegative is clearly high for an angry customer', () => {
  test.each([
    'You are useless, this is the worst service ever!!',
    'THIS IS RIDICULOUS!! I WANT MY MONEY BACK',
    'what the hell is wrong with you people',
    'I am fed up with this. Terrible service, nobody helps.',
    'This is the third time I ask and your bot still does not understand me',
    'I’m really frustrated with this bot',
    'You guys are a joke, never flying with you again',
    'fuck this',
    'My flight was cancelled and no one is answering the phone',
    'this is sooooo bad',
    'Are you serious?? Still no answer',
  ])('%s', (text) => {
    const { pNegative, score: own, label } = score(text);
    expect(pNegative).toBeGreaterThan(0.75);
    expect(own).toBeLessThan(-0.5);
    expect(label).toBe('negative');
  });
});

describe('pNegative is low for a polite question and for thanks', () => {
  test.each([
    'Where is my order #12345?',
    'Hi, could you please tell me how to change my address?',
    'What are your opening hours?',
    'How do I reset my password?',
    'Can I get a refund for this order please?',
    'Hello',
    'Thanks, that solved it!',
    'ok great, thank you so much',
    'yes please',
  ])('%s', (text) => {
    expect(score(text).pNegative).toBeLessThan(0.3);
    expect(score(text).label).not.toBe('negative');
  });
});

test('a calm report of trouble stays below the threshold of the policy', () => {
  for (const text of ["I can't log in", 'My card is not working', 'My order has not arrived yet']) {
    expect(score(text).pNegative).toBeLessThan(0.7);
  }
});

test('a negation reverses the word that follows', () => {
  expect(score('the agent was helpful and this is good').score).toBeGreaterThan(0);
  expect(score('this is not good').score).toBeLessThan(0);
  expect(score('that is not bad').score).toBeGreaterThan(score('that is bad').score);
});

test.each([
  ['an intensifier', 'I am very angry', 'I am angry'],
  ['capitals', 'THIS IS SO BAD and I am angry', 'this is so bad and I am angry'],
  ['repeated marks', 'this is bad!!!', 'this is bad'],
  ['repeated question marks', 'where is it??? this is bad', 'where is it? this is bad'],
  ['elongation', 'this is baaaad', 'this is bad'],
])('%s makes an angry text more negative', (_, strong, weak) => {
  expect(score(strong).score).toBeLessThan(score(weak).score);
  expect(score(strong).pNegative).toBeGreaterThan(score(weak).pNegative);
});

test('exclamation marks do not make a positive text more negative', () => {
  expect(score('great, thank you!!!').pNegative).toBeLessThanOrEqual(score('great, thank you').pNegative);
});

test('sarcastic thanks count as negative', () => {
  expect(score('Great, another delay. Thanks for nothing').label).toBe('negative');
});

test('emoji are scored without words', () => {
  expect(score('😡😡')).toMatchObject({ label: 'negative', language: 'und' });
  expect(score('👍').label).toBe('positive');
});

test('the words behind the score come strongest first', () => {
  expect(score('a problem, and the worst scam').words).toEqual(['worst', 'scam', 'problem']);
});

test.each([
  ['', 'und'],
  ['   ', 'und'],
  ['12345', 'und'],
  ['qwfpg', 'und'],
  ['Wo ist meine Bestellung? Das ist eine Frechheit', 'de'],
  ['¿Dónde está mi pedido?', 'es'],
  ['Où est ma commande', 'fr'],
  ['Non funziona, dove è il mio ordine', 'it'],
  ['Onde está o meu pedido', 'pt'],
  ['servicio terrible', 'es'],
  ['no me llega el paquete', 'es'],
  ['schlechter service', 'de'],
  ['bestelling annuleren', 'nl'],
  ['siparişim nerede', 'tr'],
  ['Waar is mijn bestelling', 'nl'],
  ['Gdzie jest moje zamówienie', 'pl'],
  ['мой заказ не пришёл, это ужасные услуги', 'ru'],
  ['де моє замовлення, їй потрібна відповідь', 'uk'],
  ['我的订单在哪里', 'zh'],
  ['注文はどこですか', 'ja'],
  ['제 주문은 어디에 있나요', 'ko'],
  ['Πού είναι η παραγγελία μου', 'el'],
])('a text that cannot be read is unknown: "%s" (%s)', (text, language) => {
  expect(score(text)).toEqual({ score: 0, pNegative: 0, label: 'unknown', language, words: [] });
});

test.each([
  'my bill is wrong',
  'no signal',
  'WHERE IS MY BAG',
  'cancelled again',
  'thanks a million',
  'calls keep dropping',
  'wifi drops every ten minutes',
  'router keeps rebooting itself, third replacement',
  'hidden fees everywhere',
  'résumé upload fails, the café app too',
])('English is recognised from few words: "%s"', (text) => {
  expect(score(text).language).toBe('en');
});

describe('a complaint without emotional words is negative', () => {
  test.each([
    '2 hours on hold and no answer',
    'flight cancelled again',
    'still waiting for my bag',
    'you charged me twice and nobody picks up the phone',
    'third time I call about the same thing',
    'Great, another delay',
    'yeah right, "your call is important to us"',
    'so much for next day delivery',
  ])('%s', (text) => {
    expect(score(text).label).toBe('negative');
    expect(score(text).pNegative).toBeGreaterThan(0.6);
  });
});

describe('a harmless word stays far below the threshold of the policy', () => {
  test.each([
    'all day',
    'I will be home all day',
    'no thanks',
    'No problem',
    'I do not know how to change my plan',
    'Is there a fee for closing the account?',
    'I want to cancel my subscription please',
    'Can you check the status of my refund?',
    'It takes two days, correct?',
    'What is the policy on lost luggage?',
    'order 12345',
  ])('%s', (text) => {
    expect(score(text).pNegative).toBeLessThan(0.5);
  });
});

test('score and pNegative never contradict each other', () => {
  const words = [
    'terrible',
    'great',
    'not',
    'VERY',
    '!!',
    '😡',
    '👍',
    'still',
    'waiting',
    'thanks',
    'where',
    'my',
    'bag',
    'lol',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (list) => {
      const { score: own, pNegative, label } = score(list.join(' '));
      if (pNegative > 0.5) expect(own).toBeLessThan(0);
      if (own > 0) expect(pNegative).toBeLessThan(0.5);
      if (label === 'positive') expect(pNegative).toBeLessThan(0.5);
    }),
  );
});

/** Any code point, lone surrogates included. The unit `binary` of fast-check covers the same but takes 0.8 s to set up. */
const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

test('every string has a score within bounds that the contract accepts', () => {
  const words = fc.array(
    fc.constantFrom(
      'terrible',
      'great',
      'not',
      'VERY',
      '!!',
      '??',
      '😡',
      'constructor',
      '__proto__',
      'still no answer',
      'the',
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: codePoint }),
        words.map((list) => list.join(' ')),
      ),
      (text) => {
        const it = score(text);
        expect(it.score).toBeGreaterThanOrEqual(-1);
        expect(it.score).toBeLessThanOrEqual(1);
        expect(it.pNegative).toBeGreaterThanOrEqual(0);
        expect(it.pNegative).toBeLessThanOrEqual(1);
        expect(it.words.length).toBeLessThanOrEqual(20);
        expect(it.words.every((word) => word.length <= 60)).toBe(true);
      },
    ),
  );
});

test('100 kB of any text are scored within 20 ms of processor time', () => {
  const units = [
    'a',
    "don't ",
    'nobody keeps ',
    '!',
    ' ',
    "'",
    'how many times ',
    '😡',
    'still ',
    'even ever ',
    'to be able to ',
    '\ud800',
    ':(',
    '@',
    '.,',
    'aA',
    'no no ',
    'http://',
    '@hi ',
    'hi @a ',
    '\u0000',
  ];
  for (const unit of units) {
    const text = unit.repeat(100_000).slice(0, 100_000);
    const milliseconds = Array.from({ length: 5 }, () => {
      const started = process.threadCpuUsage();
      score(text);
      return process.threadCpuUsage(started).user / 1_000;
    });
    expect([unit, Math.min(...milliseconds) < 20]).toEqual([unit, true]);
  }
});
