import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { spokenPart } from './quote.ts';

describe('the part of a quote that is said back to the customer', () => {
  test.each([
    [
      'begins at the clause with the wish in a long text without marks',
      'i would like to do a few things today i would like to check the balance on my account number 132684664 and then close it and transfer it to my other account number 794642244',
      'close it',
      'i would like to check the balance on my account number 132684664 and then close it and transfer it to my other account number 794642244',
    ],
    [
      'has no reason behind a long wish',
      'i would like to cancel my service from your company because i dont have money to pay the bill',
      'cancel my service',
      'i would like to cancel my service from your company',
    ],
    [
      'keeps a reason that has the evidence',
      'i would like to have a look at all of it because you charged me twice for the same thing',
      'charged me twice',
      'i would like to have a look at all of it because you charged me twice for the same thing',
    ],
    [
      'has no aside behind the wish',
      'i need to also close out this account while i have you here',
      'close out this account',
      'i need to also close out this account',
    ],
    ['is all of a short text', 'please cancel it because it is late', 'cancel', 'please cancel it because it is late'],
  ])('%s', (_, quote, evidence, spoken) => expect(spokenPart(quote, evidence)).toBe(spoken));

  test('is a part of the words of the customer, and has the evidence', () => {
    const words = fc.constantFrom(
      'i want',
      'please',
      'because',
      'while i have you here',
      'close it',
      'my account',
      'can you',
      'as i',
      '.',
      'now',
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 40 }), fc.nat(), (all, n) => {
        const quote = all.join(' ');
        const evidence = all[n % all.length] ?? '';
        const spoken = spokenPart(quote, evidence);
        expect(quote).toContain(spoken);
        expect(spoken).toContain(evidence);
      }),
    );
  });
});
