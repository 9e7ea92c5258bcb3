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

test('a report of trouble in calm words is below the threshold of the policy', () => {
  for (const text of ["I can't log in", 'My card is not working', 'My order has not arrived yet']) {
    expect(score(text).pNegative).toBeLessThan(0.7);
  }
});

test('a negation turns the word that follows it', () => {
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
])('%s makes an angry text angrier', (_, strong, weak) => {
  expect(score(strong).score).toBeLessThan(score(weak).score);
  expect(score(strong).pNegative).toBeGreaterThan(score(weak).pNegative);
});

test('exclamation marks make a glad text no angrier', () => {
  expect(score('great, thank you!!!').pNegative).toBeLessThanOrEqual(score('great, thank you').pNegative);
});

test('sarcastic thanks are no thanks', () => {
  expect(score('Great, another delay. Thanks for nothing').label).toBe('negative');
});

test('emoji speak without words', () => {
  expect(score('😡😡')).toMatchObject({ label: 'negative', language: 'und' });
  expect(score('👍').label).toBe('positive');
});

test('the words that made the score come strongest first', () => {
  expect(score('a problem, and the worst scam').words).toEqual(['worst', 'scam', 'problem']);
});

test.each([
  '',
  '   ',
  '12345',
  'Wo ist meine Bestellung? Das ist eine Frechheit',
  '¿Dónde está mi pedido?',
  'Où est ma commande',
  'мой заказ не пришёл',
  '我的订单在哪里',
  'xqzt',
])('what is not understood is never guessed at: "%s"', (text) => {
  expect(score(text)).toEqual({ score: 0, pNegative: 0, label: 'unknown', language: 'und', words: [] });
});

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
        fc.string({ unit: 'binary' }),
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

test('the longest text allowed takes no more than linear time', () => {
  const hostile = ['a', "don't ", 'nobody keeps ', '!', ' ', "'", 'how many times ', '😡', 'still '].map((unit) =>
    unit.repeat(8_000).slice(0, 8_000),
  );
  for (const text of hostile) score(text);
  const before = performance.now();
  for (const text of hostile) score(text);
  expect(performance.now() - before).toBeLessThan(hostile.length * 100);
});
