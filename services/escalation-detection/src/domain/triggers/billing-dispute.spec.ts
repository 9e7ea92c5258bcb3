import { billingDispute } from './billing-dispute.ts';
import { read } from './reading.ts';

test.each([
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
])('“%s” says that a charge is not right', (text) => {
  const found = billingDispute(read(text));
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
])('“%s” disputes nothing', (text) => {
  expect(billingDispute(read(text))).toBeNull();
});
