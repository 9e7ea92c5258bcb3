import { describe, expect, test } from '@jest/globals';
import { prepare } from './prepare.ts';

describe('folding', () => {
  test.each([
    ['I want to talk to a hu\u00adman', 'I want to talk to a human'],
    ['f\u200bu\u200bc\u200bk off', 'fuck off'],
    ['ｆｕｃｋ this', 'fuck this'],
    ['𝒇𝒖𝒄𝒌 you', 'fuck you'],
    ['fսck this', 'fuck this'],
    ['get me a humаn', 'get me a human'],
    ['аgеnt please, a real оnе', 'agent please, a real one'],
    ['🅷🆄🅼🅰🅽 please', 'human please'],
    ['h̶u̶m̶a̶n̶ please', 'human please'],
    ['I want a h u m a n', 'I want a human'],
    ['this is f u c k i n g useless', 'this is fucking useless'],
    ['what a load of s.h.i.t', 'what a load of shit'],
    ['a-g-e-n-t now', 'agent now'],
    ['you a s s h o l e', 'you asshole'],
  ])('%s reads as %s', (written, read) => expect(prepare(written).text).toBe(read));

  test.each([
    'Где мой заказ? Это сор',
    'Πού είναι η παραγγελία μου',
    'أريد التحدث مع موظف',
    'Ich möchte kündigen, größte Sorge',
    'plan A or B, U.S.A. and e.g. 5 x 3',
    'Señor, ¿dónde está mi pedido?',
    'İstanbul’da ısrar ettim',
    '李小龙在吗',
    'family 👨‍👩‍👧 and heart ❤️',
  ])('%s stays as it is', (written) => {
    const { text, original } = prepare(written);
    expect(text.replaceAll('i', 'ı')).toBe(written.replaceAll('i', 'ı'));
    expect(original([0, 3])).toEqual([0, 3]);
  });
});

describe('what is judged', () => {
  test('a card number and a PIN are no words of the sentence', () => {
    expect(prepare('My card 4111 1111 1111 1111 with pin 9876 was stolen').text.replace(/\s+/g, ' ')).toBe(
      'My card was stolen',
    );
  });

  test('a part of it is found in the original', () => {
    const message = 'See https://a.example/x and\n> quoted\nget me a ｈｕｍａｎ now';
    const { text, original } = prepare(message);
    const at = text.indexOf('human');
    expect(message.slice(...original([at, at + 5]))).toBe('ｈｕｍａｎ');
    const whole = original([text.indexOf('get'), at + 5]);
    expect(message.slice(...whole)).toBe('get me a ｈｕｍａｎ');
  });

  test('letters of two units are found whole in the original', () => {
    const message = 'x 𝒇𝒖𝒄𝒌 you';
    const { text, original } = prepare(message);
    expect(message.slice(...original([text.indexOf('fuck'), text.indexOf('fuck') + 4]))).toBe('𝒇𝒖𝒄𝒌');
  });

  test('an ordinary message is taken as it is', () => {
    const { text, original } = prepare('Where is my order 4471?');
    expect(text).toBe('Where is my order 4471?');
    expect(original([6, 8])).toEqual([6, 8]);
  });
});
