import { describe, expect, test } from '@jest/globals';
import { answerTo, type Question } from './answer-to.ts';

const yesNo: Question = { kind: 'yes-no' };
const rating: Question = { kind: 'rating' };
const menu: Question<'callback' | 'email' | 'wait' | 'bot'> = {
  kind: 'menu',
  choices: [
    { id: 'wait', names: ['wait', "I'll wait", 'keep waiting'] },
    { id: 'callback', names: ['call me back', 'call me', 'callback', 'rückruf', 'rufen Sie mich an', 'zurückrufen'] },
    { id: 'email', names: ['e-mail', 'email', 'e-mail me', 'email me'] },
    { id: 'bot', names: ['back to the bot', 'bot'] },
  ],
};

describe('an answer to a question of yes or no', () => {
  test.each([
    ['yes, and tell them my card is blocked', 'en', 'tell them my card is blocked'],
    ['Ja bitte, es geht um meine Rechnung', 'de', 'es geht um meine Rechnung'],
    ['sí, mi tarjeta está bloqueada', 'es', 'mi tarjeta está bloqueada'],
    ['oui merci, ma carte est bloquée', 'fr', 'ma carte est bloquée'],
    ['نعم، بطاقتي محظورة', 'ar', 'بطاقتي محظورة'],
  ])('“%s” (%s) is a yes with details', (text, language, details) => {
    const answer = answerTo(yesNo, text, language);
    expect(answer.is).toBe('yes');
    expect((answer as { details: string }).details).toContain(details);
  });

  test.each([
    ['no, tell me the opening hours', 'en'],
    ['no thanks, just tell me the opening hours', 'en'],
    ['nein, wo ist mein Paket?', 'de'],
    ['non merci, donnez-moi les horaires', 'fr'],
  ])('“%s” (%s) is a no with details', (text, language) => {
    expect(answerTo(yesNo, text, language)).toMatchObject({ is: 'no', details: expect.any(String) });
  });

  test.each(['not now', 'maybe later', 'später', 'ahora no', 'plus tard', 'ليس الآن'])(
    '“%s” is a no for now',
    (text) => {
      expect(answerTo(yesNo, text, 'en')).toEqual({ is: 'no', postponed: true });
    },
  );

  test.each([
    ['yes but not now', 'en'],
    ['yes and no', 'en'],
    ['maybe', 'en'],
    ['yes?', 'en'],
    ['jein', 'de'],
    ['oui mais pas maintenant', 'fr'],
    ['نعم ولكن ليس الآن', 'ar'],
  ])('“%s” (%s) cannot be told', (text, language) => {
    expect(answerTo(yesNo, text, language).is).toBe('ambiguous');
  });

  test.each([
    ['I want to cancel my order', 'en'],
    ['I would like to know the price', 'en'],
    ['transfer me the money', 'en'],
    ['great, and where is my money?', 'en'],
    ['please cancel my order', 'en'],
    ['ok so what is the tracking number', 'en'],
    ['Ich möchte mein Paket', 'de'],
    ['doch das habe ich bezahlt', 'de'],
    ['quiero mi dinero', 'es'],
    ['je voudrais mon argent', 'fr'],
    ['اريد طلبي', 'ar'],
    ['no llegó mi paquete', 'es'],
    ['لا اعرف رقم الطلب', 'ar'],
    ['that yes was a mistake', 'en'],
    ['sim arrived', 'en'],
    ['I no longer have the parcel', 'en'],
    ['la oui est une faute', 'fr'],
    ['', 'en'],
    ['🙏', 'en'],
  ])('“%s” (%s) is no answer', (text, language) => {
    expect(['other', 'ambiguous']).toContain(answerTo(yesNo, text, language).is);
  });

  test.each([
    ['oui', 'en'],
    ['sí', 'en'],
    ['ja', 'en'],
    ['是', 'en'],
    ['نعم', 'en'],
    ['yes please', 'de'],
    ['👍🏽', 'ar'],
  ])('“%s” is a yes in a conversation in another language (%s)', (text, language) => {
    expect(answerTo(yesNo, text, language)).toEqual({ is: 'yes' });
  });

  test('words with a common letter missing, doubled or swapped are read', () => {
    for (const text of ['absolutly', 'definitley', 'yesss', 'yes plese', 'sounds gooood'])
      expect(answerTo(yesNo, text, 'en')).toEqual({ is: 'yes' });
  });
});

test('an answer by mail is read without the quoted mail and the signature', () => {
  const quoted =
    '\n\nOn Tue, 4 Mar 2025 at 09:12, Support wrote:\n> Shall I connect you? Or 2 call you back?\n> Maybe later?';
  expect(answerTo(yesNo, `Yes please${quoted}`, 'en')).toEqual({ is: 'yes' });
  expect(answerTo(yesNo, `No thanks\n-- \nAda Byron\nAnalytical Ltd`, 'en')).toEqual({ is: 'no' });
  expect(answerTo(menu, `Call me back please${quoted}`, 'en')).toMatchObject({ is: 'choice', id: 'callback' });
  expect(answerTo(rating, `5${quoted}`, 'en')).toEqual({ is: 'rating', stars: 5 });
});

describe('an answer to a menu', () => {
  test.each([
    ['2', 'callback'],
    ['2.', 'callback'],
    ['2️⃣', 'callback'],
    ['٢', 'callback'],
    ['option 2', 'callback'],
    ['#3', 'email'],
    ['the second one please', 'callback'],
    ['the first one', 'wait'],
    ['two', 'callback'],
    ['call me back please', 'callback'],
    ['can you call me back?', 'callback'],
    ['yes, call me', 'callback'],
    ['no, call me back', 'callback'],
    ["I'd like a callback", 'callback'],
    ["I'll wait", 'wait'],
    ['E-Mail', 'email'],
    ['please email me', 'email'],
    ['back to the bot', 'bot'],
  ])('“%s” chooses %s', (text, id) => {
    expect(answerTo(menu, text, 'en')).toEqual({ is: 'choice', id });
  });

  test.each([
    ['call me back at +49 151 12345678', 'callback', '+49 151 12345678'],
    ['callback: 0151 12345678', 'callback', '0151 12345678'],
    ['email me at ada@example.org', 'email', 'ada@example.org'],
    ['2, my number is 0151 12345678', 'callback', '0151 12345678'],
  ])('“%s” chooses %s with details', (text, id, details) => {
    expect(answerTo(menu, text, 'en')).toMatchObject({ is: 'choice', id, details: expect.stringContaining(details) });
  });

  test('German and Arabic numbers and names are read', () => {
    expect(answerTo(menu, 'die zweite', 'de')).toEqual({ is: 'choice', id: 'callback' });
    expect(answerTo(menu, 'Bitte einen Rückruf', 'de')).toEqual({ is: 'choice', id: 'callback' });
    expect(answerTo(menu, 'الثاني', 'ar')).toEqual({ is: 'choice', id: 'callback' });
  });

  test.each([
    'my email is broken',
    '3 items are missing',
    'no email',
    'the bot is useless',
    'how long do I wait',
    'I waited',
  ])('“%s” chooses nothing', (text) => {
    expect(answerTo(menu, text, 'en').is).not.toBe('choice');
  });

  test.each(['9', 'call me back or email me', 'yes'])('“%s” cannot be told', (text) => {
    expect(answerTo(menu, text, 'en').is).toBe('ambiguous');
  });
});

describe('an answer to a rating', () => {
  test.each([
    ['5', 'en', 5],
    ['4/5', 'en', 4],
    ['8/10', 'en', 4],
    ['4 out of 5', 'en', 4],
    ['5 stars', 'en', 5],
    ['five', 'en', 5],
    ['⭐⭐⭐', 'en', 3],
    ['great, thanks', 'en', 5],
    ['good', 'en', 4],
    ['terrible', 'en', 1],
    ['😍', 'en', 5],
    ['👎', 'en', 1],
    ['vier Sterne', 'de', 4],
    ['super, danke', 'de', 5],
    ['cinco estrellas', 'es', 5],
    ['muy bien, gracias', 'es', 4],
    ['parfait merci', 'fr', 5],
    ['٥', 'ar', 5],
    ['ممتاز شكرا', 'ar', 5],
  ])('“%s” (%s) is %i stars', (text, language, stars) => {
    expect(answerTo(rating, text, language)).toEqual({ is: 'rating', stars });
  });

  test('a remark is kept', () => {
    expect(answerTo(rating, '4, but the wait was long', 'en')).toEqual({
      is: 'rating',
      stars: 4,
      details: 'but the wait was long',
    });
  });

  test.each(['5 days ago I ordered', 'thanks', 'great, where is my money?', 'ok', 'order 4411', 'hello'])(
    '“%s” is no rating',
    (text) => {
      expect(answerTo(rating, text, 'en').is).toBe('other');
    },
  );

  test.each(['10', '4.5', '3-4', '4 or 5', 'great but slow'])('“%s” cannot be told', (text) => {
    expect(answerTo(rating, text, 'en').is).toBe('ambiguous');
  });
});

describe('an answer with an address', () => {
  test.each([
    ['it is +49 151 12345678, thanks', undefined, '+4915112345678'],
    ['0151 12345678', 'DE', '+4915112345678'],
    ['(415) 555-2671', 'us', '+14155552671'],
    ['0049 151 12345678', undefined, '+4915112345678'],
    ['٠١٠١٢٣٤٥٦٧٨', 'EG', '+201012345678'],
  ])('“%s” with the country %s is the number %s', (text, country, number) => {
    const question: Question = country === undefined ? { kind: 'phone' } : { kind: 'phone', country };
    expect(answerTo(question, text, 'en')).toEqual({ is: 'phone', number });
  });

  test.each([
    ['call me', 'other'],
    ['abc', 'other'],
    ['12345', 'ambiguous'],
    ['0151 12345678', 'ambiguous'],
    ['no thanks', 'no'],
  ])('“%s” is no telephone number (%s)', (text, is) => {
    expect(answerTo({ kind: 'phone' }, text, 'en').is).toBe(is);
  });

  test.each([
    ['Ada.Lovelace@Example.org please', 'Ada.Lovelace@example.org'],
    ['ada (at) example.org', 'ada@example.org'],
    ['<ada@mail.example.co.uk>', 'ada@mail.example.co.uk'],
  ])('“%s” is the e-mail address %s', (text, address) => {
    expect(answerTo({ kind: 'email' }, text, 'en')).toEqual({ is: 'email', address });
  });

  test('half an address is asked for again, and other words are no address', () => {
    expect(answerTo({ kind: 'email' }, 'ada@', 'en').is).toBe('ambiguous');
    expect(answerTo({ kind: 'email' }, 'where is my order', 'en').is).toBe('other');
  });
});
