import { describe, expect, test } from '@jest/globals';
import type { EscalationReason, Subject } from '@warmline/contracts';
import { policy } from '../../../test/conversation.fixtures.ts';
import { assessmentOf } from './assessment.ts';

const assess = assessmentOf(policy);
const of = (
  wish: string | null,
  reasons: readonly EscalationReason[],
  subject: Subject = 'general',
  said: string = wish ?? '',
) => assess({ wish, quote: wish ?? undefined, said, reasons, subject });

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

  test('a matter that no playbook has is quoted', () =>
    expect(of('what about the warranty', ['low_confidence']).issue).toBe(
      'A matter of its own: “what about the warranty”',
    ));
});
