import { parseText } from '../text/parsed-text.ts';
import { policyException } from './policy-exception.ts';

test.each([
  'Can you make an exception for me?',
  'please waive the late fee',
  'it was cancelled by phone so I will not pay',
  'I refuse to send it back at my cost',
  "I'm not paying for your mistake",
  'just this once, let me return it after the deadline',
  'could you bend the rules a little',
  'you should cover the return shipping',
  'extend the return window for me please',
  'why should I pay for shipping it back?',
  'Not at my expense!',
  'I know it is past the return window',
  'can you bend the rules this once',
  'is there any way you could waive the restocking fee',
  'Would you honour the coupon although it expired yesterday',
  "can you price match even though it's not in your policy",
  "please waive the late fee as a courtesy, I've never missed a payment",
  'can I go over the transfer limit just for today',
  "I know that it's not allowed but could I get a second extension",
  'Could the interest be forgiven for this month, I lost my job',
  'can you waive the change fee, my father died',
  'please let me bring a second bag free of charge just this once',
  "can I bring my dog though the hotel doesn't permit pets, he's a service animal in training",
  'would it be possible to extend the due date beyond what the rules allow',
  "I know I'm still within the contract, but can I upgrade early as an exception",
  'Is there someone who can authorize an exception',
  'can the late submission fee be waived for hardship',
  "can you make an exemption and refill a week early, I'm going abroad",
])('“%s” asks for an exception', (text) => {
  const found = policyException(parseText(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  'I cannot pay with my card',
  'What is your return policy?',
  'how do I return it',
  'will not the site accept PayPal?',
  'I do not know how to pay',
  'where do I find my past orders',
  'the page does not accept my payment',
  'can I pay later?',
  'I paid yesterday',
  'Where do I send it back to?',
  "send an email to my manager saying i'll be late",
  'do you have feelings',
  'which fees apply to international transfers',
  'when will my refund arrive',
  "where's my refund",
  'can i raise my limit',
  "what's the early termination fee on the 24 month plan",
  'does unlimited include hotspot',
  'do you have a student discount',
  "what's your return policy",
  'what is your cancellation policy',
  'is there a restocking fee',
  'I was told the refund takes 5 days, is that right',
  'how long do refunds take',
  'can i return a gift',
  'do you price match amazon',
  "what's the fee for cancelling a flight",
  'can i get a late checkout at 1',
  'does the policy pay if my bike is stolen',
  'how do i install the printer',
])('“%s” does not ask for an exception', (text) => {
  expect(policyException(parseText(text))).toBeNull();
});
