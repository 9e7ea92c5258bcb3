import { fingerprint, similarity } from './fingerprint.ts';

const alike = (a: string, b: string) => similarity(fingerprint(a), fingerprint(b));

test.each([
  ['Where is my order?', "so where's my order now??"],
  ['Why was the invoice sent twice?', 'WHY was the invoice sent twice'],
  ['How do I change my address?', 'how can I change the address please'],
  ['Wo ist mein Päckchen', 'wo ist mein Packchen'],
  ['my parcel is sooooo late', 'my parcel is so late'],
  ['How do I change the delivery address on my order?', 'where can I change the delivery address of my order?'],
  ['when will the replacement laptop arrive', "so what's the arrival date of the replacement laptop"],
  ['how do I add a bag to my booking?', 'how can i add baggage to my booking'],
  ['how much is the 50 GB plan per month', 'what is the price of the 50 GB plan per month'],
  ['Where is order 4411?', 'where is the order 4411'],
])('“%s” and “%s” are similar', (a, b) => expect(alike(a, b)).toBeGreaterThanOrEqual(0.75));

test.each([
  ['Where is my order?', 'Where is my invoice?'],
  ['How do I change my address?', 'How do I change my password?'],
  ['can I return shoes', 'can I return worn shoes'],
  ['how long is delivery to Spain', 'and how long is delivery to Portugal'],
  ['is the medium in stock', 'is the large in stock'],
  ['Order 123 was shipped on Monday', 'Order 456 will be shipped on Friday'],
  ['what about item 1 in colour 1', 'what about item 2 in colour 2'],
  [
    'where is order 4411 with the blue lamp for my brother in Leeds',
    'where is order 4412 with the blue lamp for my brother in Leeds',
  ],
  [
    'can I return the red shoes I bought in Leeds last week',
    'can I return the black shoes I bought in Leeds last week',
  ],
])('“%s” and “%s” are not similar', (a, b) => expect(alike(a, b)).toBeLessThan(0.75));
