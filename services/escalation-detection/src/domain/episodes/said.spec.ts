import { describe, expect, test } from '@jest/globals';
import { masked } from '@warmline/text';
import fc from 'fast-check';
import { about, bot, type Line } from './story.fixtures.ts';

describe('Known, of what the customer gave on lines of their own', () => {
  const facts = (...lines: readonly Line[]) => about(lines).known.map(({ name, value }) => `${name}: ${value}`);

  test('has names, numbers and an address, also of an earlier matter, each once', () => {
    const lines = ['hi', 'i want to change my account address', 'peter may', '2387', '260 e 15', 'ok', '2387'];
    expect(facts(...lines, 'you charged me twice')).toEqual(['said: peter may', 'said: 2387', 'said: 260 e 15']);
    expect(about([...lines, 'you charged me twice']).text).toContain('Known: said “peter may”, “2387”, “260 e 15”.');
  });

  test.each([
    ['my full name is savariraj', ['full name: savariraj']],
    ['my new address is 85 five way', ['new address: 85 five way']],
    ['jane doe and the last four are 8567', ['said: jane doe and the last four are 8567']],
    ['from 2312 to 7765', ['said: from 2312 to 7765']],
    [
      'my saving account number 67862987569 my ssn number 765868',
      ['said: my saving account number 67862987569 my ssn number [identity number]'],
    ],
    ['my credit card number 565876565987', ['said: my credit card number [card number ••5987]']],
    ['my pin is 4711', []],
    ['4111 1111 1111 1111', ['said: [card number ••1111]']],
    ['are you connected', []],
    ['hello sam', []],
    ['one more thing', []],
    ['fuck this', []],
  ])('reads “%s”', (line, expected) =>
    expect(facts('i want to check my balance', line, 'you charged me twice')).toEqual(expected),
  );

  test('has an introduction before the first wish, and no greeting of the bot', () => {
    expect(facts('hello charlie', 'this is robert', 'you charged me twice')).toEqual(['said: this is robert']);
    expect(facts('hai', 'you charged me twice')).toEqual([]);
  });

  test('has answers with the question of the bot, and no remark to a bot that asked nothing', () => {
    const asked = [bot('Which size?'), 'forty two', bot('Noted.'), 'unbelievable'];
    expect(facts('you charged me twice', ...asked, 'remove the charge please')).toEqual([
      'answer to “Which size?”: forty two',
    ]);
  });

  test.each(['Please enter the PIN you chose.', 'What is your security code?', 'Passwort?'])(
    'has no answer to “%s”',
    (question) => expect(facts('i want my balance', bot(question), '9876', 'you charged me twice')).toEqual([]),
  );

  test('leaves out what Now, Earlier or another fact has', () => {
    expect(facts('transfer 500 from 4321 to 0079', '500', 'you charged me twice')).toEqual([]);
    expect(facts('you charged me twice', 'order 7781', 'remove the charge of order 7781')).toEqual(['order: 7781']);
  });

  test('is at most twelve facts without a readable secret, whatever is written', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'i want my balance',
        '4111 1111 1111 1111',
        'pin',
        'my pin is 9876',
        'DE89 3704 0044 0532 0130 00',
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const { known } = about([...lines, 'you charged me twice']);
        expect(known.length).toBeLessThanOrEqual(12);
        expect(known.map(({ value }) => masked(value))).toEqual(known.map(({ value }) => value));
        expect(new Set(known.map(({ value }) => value.toLowerCase())).size).toBe(known.length);
      }),
      { numRuns: 100 },
    );
  });
});
