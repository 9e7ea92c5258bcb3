import { policyException } from './policy-exception.ts';
import { read } from './reading.ts';

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
])('“%s” wants an exception', (text) => {
  const found = policyException(read(text));
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
])('“%s” keeps to the rules', (text) => {
  expect(policyException(read(text))).toBeNull();
});
