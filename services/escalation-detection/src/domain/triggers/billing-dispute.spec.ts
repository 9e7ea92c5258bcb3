import { parseText } from '../text/parsed-text.ts';
import { billingDispute } from './billing-dispute.ts';

test.each([
  "service charge wasn't mentioned anywhere when I booked",
  'You charged me twice',
  'there is a mistake on my bill',
  'I want to dispute a charge',
  'why was I billed for March?',
  'I have been overcharged',
  'the invoice is wrong',
  'please reverse this charge',
  'I was billed for an item I returned',
  'my statement shows a duplicate payment',
  'you debited 40 instead of 14',
  'the amount you charged is higher than what we agreed, you charged me more than the quote',
  'I did not agree to this fee',
  'an extra fee appeared on my statement',
  'remove the late charge from my bill',
  'why is there an extra pound on my statement',
  'this $35 overdraft charge is wrong, take it off',
  'The shop debited me two times for one coffee',
  "my bill went from 45 to 112 and nobody told me why, that's not what I signed for",
  'You guys have me paying for a phone I returned in March',
  'why did i get charged for roaming i had it turned off',
  "my bill is way too high this month, this can't be right",
  'got double billed for order 88213',
  'I returned the lamp and you still charged me for it',
  'there is an error on my receipt, the price is more than what was on the shelf',
  'why was I billed again? I ended the plan in may',
])('“%s” says that a charge is wrong', (text) => {
  const found = billingDispute(parseText(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  'Where can I see my bill?',
  'How much will I be charged for shipping?',
  'Is there a fee for a new card?',
  'can I pay by invoice',
  'I entered the wrong address on my order',
  'an error appears when I sign in',
  'my phone is not charging',
  'When do you charge my card?',
  'please send the invoice again',
  'I want to pay twice a month',
  'what payment methods are there',
  'do you have feelings',
  'is there a fee for closing an account early',
  'how do i link a card to apple pay',
  'which fees apply to international transfers',
  'how much do you charge for a wire',
  'pay my credit card bill',
  'when will my refund arrive',
  "where's my refund",
  'can I top up with google pay',
  'when is my bill due',
  'i want to pay my bill',
  'how do i read my bill',
  'i got the wrong size, how do i exchange it',
  'I was told the refund takes 5 days, is that right',
  'how long do refunds take',
  'can I get an invoice',
  'can i pay in two instalments',
  'does the policy pay if my bike is stolen',
])('“%s” does not dispute a charge', (text) => {
  expect(billingDispute(parseText(text))).toBeNull();
});
