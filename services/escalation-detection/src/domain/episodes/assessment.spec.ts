import { describe, expect, test } from '@jest/globals';
import type { EscalationReason, Subject } from '@warmline/contracts';
import fc from 'fast-check';
import { policy } from '../../../test/conversation.fixtures.ts';
import { type AssessedWish, assessmentOf } from './assessment.ts';

const reasonNames: EscalationReason[] = [
  'security',
  'billing_dispute',
  'cancellation',
  'refund',
  'frustration',
  'legal',
];
const assess = assessmentOf(policy);
const of = (
  wish: string | null,
  reasons: readonly EscalationReason[],
  subject: Subject = 'general',
  said: string = wish ?? '',
  heard: Partial<AssessedWish> = {},
) =>
  assess({ wish, quote: wish ?? undefined, said, reasons, subject, botAnswered: false, isNegative: false, ...heard });

describe('likely issue and steps', () => {
  test('cancelling an order is not leaving', () => {
    const { issue, steps } = of('please cancel my order 4411', ['cancellation'], 'cancellation');
    expect(issue).toBe('Wants to cancel an order');
    expect(steps.join()).not.toMatch(/leav|account|reason once/);
  });

  test('a question about deletion is not a wish to delete', () => {
    const { issue, steps } = of('I do not know what I need to do to delete an account', ['cancellation']);
    expect(issue).toBe('Asks how to close or delete an account');
    expect(steps[0]).toMatch(/^Explain/);
    expect(of('can you close my account too', ['cancellation']).issue).toBe('Wants to close their account');
  });

  test('a bare request for a person begins with asking what it is about', () => {
    const { issue, steps } = of(null, ['human_request']);
    expect(issue).toBe('Asks for a person, and has not said what about');
    expect(steps).toEqual(['Greet, and ask in one sentence what it is about']);
  });

  test.each([
    ['i lost my credit card', ['security'], 'A card that is lost or stolen'],
    ['you charged me twice for order 7781', ['billing_dispute'], 'Charged twice for one thing'],
    [
      'There is a payment in the app that I did not approve',
      ['security', 'billing_dispute'],
      'A payment the customer says they did not make or approve',
    ],
    [
      'i would like to cancel my service because i cannot pay the bill',
      ['cancellation'],
      'Wants to end a plan or service',
    ],
    ['where is my order 4711', ['negative_sentiment'], 'Asks where an order is'],
    [
      'i want to order checks and check my account balance',
      ['frustration'],
      'Wants to order checks; Asks for a balance',
    ],
    [
      'check the balance and then close my account',
      ['billing_dispute', 'cancellation'],
      'Wants to close their account',
    ],
  ] as const)('“%s” is told by its matter', (wish, reasons, issue) => expect(of(wish, reasons).issue).toBe(issue));

  test('a matter that does not explain the reason counts for nothing', () =>
    expect(of('someone is reading my messages, where is my order', ['security']).issue).toBe(
      'A possible loss, theft or breach',
    ));

  test('an earlier cancellation stays one', () => {
    const { issue, steps } = of('I cancelled order #12345 by telephone and it was shipped', ['negative_sentiment']);
    expect(issue).toBe('An earlier cancellation that was not carried out or cannot be found');
    expect(steps).toContain('Check the call log and the order history for the cancellation');
    const said = 'I cancelled it by phone and it was shipped . I will not pay for returning the order';
    expect(of('I will not pay for returning the order', ['policy_exception'], 'cancellation', said).issue).toBe(issue);
  });

  test('how to meet the customer comes before the steps of the matter', () => {
    const { steps } = of('where is my order 4711', ['negative_sentiment', 'frustration']);
    expect(steps[0]).toBe('Acknowledge what went wrong before asking anything');
    expect(new Set(steps).size).toBe(steps.length);
  });

  test('what went wrong is acknowledged only where something did, or the customer complains', () => {
    const acknowledges = (wish: string, reason: EscalationReason, heard: Partial<AssessedWish> = {}) => {
      const { steps, wentWrong } = of(wish, [reason], 'general', wish, heard);
      expect(wentWrong).toBe(/acknowledge/i.test(steps.join()));
      return wentWrong;
    };
    expect(acknowledges('i want to change my address', 'frustration')).toBe(false);
    expect(acknowledges('i want to change my address', 'frustration', { botAnswered: true })).toBe(true);
    expect(acknowledges('nobody changes my address', 'frustration', { isNegative: true })).toBe(true);
    expect(acknowledges('how do i change my address', 'frustration', { isNegative: true })).toBe(false);
  });

  test('the customer is verified once where a message asks for two things', () => {
    const { steps } = of('i would like to order checks and check my account balance', ['human_request']);
    expect(steps).toEqual([
      'Verify the customer, and confirm the account and the address',
      'Order the checks, and say when they come',
      'Tell the balance and its day',
    ]);
  });

  test.each([
    ['error in my credit card bill', 'billing_dispute', /ask what is wrong on the bill/],
    ['i want remove some amount from my card because error amount', 'billing_dispute', /ask which charge/],
    ['The exchange rate is incorrect for my payment.', 'billing_dispute', /ask which payment/],
    ['i lost my credit card', 'security', /^Verify the customer .*then block the card at once/],
    ['i want cancel cable service', 'cancellation', /^Verify the customer, and confirm which plan or service/],
  ] as const)('“%s” begins with who and which', (wish, reason, first) =>
    expect(of(wish, [reason]).steps[0]).toMatch(first),
  );

  test.each([
    'i want to close this account so transfer this balance to other account',
    'check my account number 1234 and then close it and transfer it to my other account',
    'please move the money to another account and close my account',
  ])('“%s” has the transfer in issue and steps', (wish) => {
    const { issue, steps } = of(wish, ['cancellation']);
    expect(issue).toBe('Wants to close their account and to have its balance transferred');
    expect(steps.join()).toMatch(/one that gets the balance.*transfer the balance/);
  });

  test.each([
    'i would like to cancel my service because i can not pay the bill',
    'please close my account since i am moving abroad',
    'end my plan, it is too expensive',
  ])('“%s” is not asked for the reason again', (wish) => {
    const { steps } = of(wish, ['cancellation']);
    expect(steps.join()).not.toMatch(/ask for the reason/i);
    expect(steps.join()).toContain('the reason they gave');
  });

  test.each([
    [
      'actually for paying bill credit card is showing error',
      'A bill that cannot be paid because the payment or card fails',
    ],
    ['i get an error when i pay a bill with my card', 'A bill that cannot be paid because the payment or card fails'],
    ['there is an error in my bill and i will not pay the bill', 'An error on a bill or statement'],
    ['my credit card bill shows an error', 'An error on a bill or statement'],
    ['error on my bill, please remove this charge', 'A charge or fee the customer says is not due'],
  ])('“%s” is told apart: %s', (wish, issue) => expect(of(wish, ['billing_dispute']).issue).toBe(issue));

  test('of no two matters a step is said twice', () => {
    const { matters } = policy.playbooks;
    const wishes = matters.map(({ words }) => words.map(([word = '']) => word.trim()).join(' '));
    const wish = fc.tuple(fc.constantFrom(...wishes), fc.constantFrom(...wishes)).map((two) => two.join(' and '));
    fc.assert(
      fc.property(wish, fc.subarray(reasonNames), (text, reasons) => {
        const { steps } = of(text, reasons, 'general', text, { botAnswered: true });
        expect(new Set(steps).size).toBe(steps.length);
        expect(steps.filter((step) => step.startsWith('Verify the customer,')).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a matter that no playbook has is quoted', () =>
    expect(of('what about the warranty', ['low_confidence']).issue).toBe(
      'A matter of its own: “what about the warranty”',
    ));
});
