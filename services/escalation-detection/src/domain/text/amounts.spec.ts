import { amountsIn, barePaidIn, bareRefundsIn, numberInWords } from './amounts.ts';

test.each([
  ['$1,234.56', 1234.56, 'USD'],
  ['1.234,56 €', 1234.56, 'EUR'],
  ['EUR 1 234,50', 1234.5, 'EUR'],
  ["CHF 1'200", 1200, 'CHF'],
  ['it was 600 dollars', 600, 'USD'],
  ['£2k', 2000, 'GBP'],
  ['about 1,500 bucks', 1500, 'USD'],
  ['₹ 1,00', 1, 'INR'],
  ['us$750', 750, 'USD'],
  ['five hundred and fifty dollars', 550, 'USD'],
  ['twelve hundred euros', 1200, 'EUR'],
  ['two thousand three hundred pounds', 2300, 'GBP'],
])('“%s” is %d %s', (text, value, currency) => {
  expect(amountsIn(text)).toEqual([expect.objectContaining({ value, currency })]);
});

test.each(['order #12345', 'call me at 5 pm', 'my number is 600123', 'one of the dollars'])(
  '“%s” names no sum',
  (text) => {
    expect(amountsIn(text)).toEqual([]);
  },
);

test.each([
  ['refund 600 please', 600],
  ['I want my 750 back', 750],
  ['a refund of 1,200', 1200],
  ['refund the twelve hundred', 1200],
  ['send back my three grand', 3000],
])('“%s” asks for %d without naming a currency', (text, value) => {
  expect(bareRefundsIn(text)).toEqual([expect.objectContaining({ value })]);
});

test.each([
  'a refund for order 12345',
  'refund for #9981',
  'refund within 30 days',
  'refund the order 7712',
  'order 9912 refund',
  'refund 750 loyalty points',
  'give back the 900 gems',
  'a refund for 1,000 ml of paint',
  'I want my 60,000 miles back',
])('“%s” has an order, a time or points, not an amount', (text) => expect(bareRefundsIn(text)).toEqual([]));

test('a number in words is parsed', () => {
  expect(numberInWords('nine hundred ninety nine')).toBe(999);
  expect(numberInWords('a thousand and one')).toBe(1001);
  expect(numberInWords('two and a half thousand')).toBe(2_500);
  expect(numberInWords('half a million')).toBe(500_000);
  expect(numberInWords('seventeen sixty')).toBe(1_760);
  expect(numberInWords('many')).toBeNull();
});

test.each([
  ['I paid 1,800 out of pocket', 1800],
  ['it was nine hundred and fifty plus tax', 950],
  ['the total was 640', 640],
  ['it cost me three grand', 3000],
  ['we paid twelve hundred for the passes', 1200],
])('“%s” says that %d was paid', (text, value) => {
  expect(barePaidIn(text)).toEqual([expect.objectContaining({ value })]);
});

test.each([
  'it was 45 minutes',
  'I paid in 2023',
  'the order was 7 days late',
  'about 300 people came',
  'it cost me 20',
])('“%s” has no amount paid of 100 or more', (text) => expect(barePaidIn(text)).toEqual([]));
