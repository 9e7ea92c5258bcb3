import { largestAmount } from '../text/largest-amount.ts';
import { parseText } from '../text/parsed-text.ts';
import { refundRequest } from './refund.ts';

const money = { currency: 'USD', rates: { JPY: 0.007 } };

test.each([
  'I want a refund',
  'give me my money back',
  'please reimburse me',
  'I want my $700 back',
  'when will you pay me back?',
  'return my deposit',
])('“%s” is about money back', (text) => expect(refundRequest(parseText(text))).not.toBeNull());

test.each([
  'please call me back',
  'I do not want a refund, I want a new one',
  'go back to the menu',
  'what is your refund policy?',
  'return it to the shop',
])('“%s” is not about money back', (text) => expect(refundRequest(parseText(text))).toBeNull());

test('the largest amount counts, in the tenant’s currency', () => {
  expect(largestAmount(parseText('I paid $40 and then $1,040.50'), money)?.value).toBe(1040.5);
  expect(largestAmount(parseText('refund my ¥10,000'), money)?.value).toBeCloseTo(70);
  expect(largestAmount(parseText('refund my 600 €'), money)?.value).toBe(600);
  expect(largestAmount(parseText('refund for order #12345'), money)).toBeNull();
});

test.each([
  ['refund ١٠٠٠ dollars', 1000],
  ['refund ١٬٢٥٠٫٥٠ euros', 1250.5],
  ['refund १५०० dollars', 1500],
  ['refund 900 ريال', 900],
])('“%s” asks for %d', (text, value) => expect(largestAmount(parseText(text), money)?.value).toBe(value));
