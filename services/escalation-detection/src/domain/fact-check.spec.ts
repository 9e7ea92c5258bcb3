import { firstUnsupportedFact } from './fact-check.ts';

const source = [
  'Customer: {"customerId":"c-7","name":"Ada Byron","since":"2021-04-01","lifetimeValue":6200}',
  'customer: I cancelled order #12345 on the 3rd of November and was charged $1,250.00 twice. My mail is ada@example.org.',
  'bot: I see DHL parcel JD-77A at Oslo, due Friday. Fifty dollars can be paid back.',
].join('\n');

test.each([
  'The customer cancelled order #12345 and was charged $1,250 twice.',
  'Ada Byron wants the charge of 1250 dollars back.',
  'Order 12345 was cancelled on 3 November; DHL brings parcel JD-77A on Friday.',
  'Byron’s order 12345 is at Oslo. A refund of $50 was mentioned.',
  'She has been a customer since April 2021 and can be reached at ada@example.org.',
  'Wants: order 12345 put right. Tried: a look-up. - Stands: open',
  'Previously ordered goods were shipped. Escalated after that, despite a cancellation.',
  'The customer may want one answer. I think nobody helped.',
])('every fact of "%s" is supported', (text) => expect(firstUnsupportedFact(text, source)).toBeNull());

test.each([
  ['a number', 'Order #12346 was cancelled.', '12346'],
  ['an amount', 'She was charged $1,251.', '1,251'],
  ['an amount in words', 'Seventy dollars were promised.', 'Seventy'],
  ['a count', 'The bot answered six times.', 'six'],
  ['another currency for a known amount', 'She was charged €1,250.', '€1,250'],
  ['an id', 'Parcel JD-78A is late.', '78A'],
  ['a name', 'The customer Bob wants a refund.', 'bob'],
  ['a name at the beginning', 'Bob wants a refund.', 'bob'],
  ['a name before any verb of the past', 'Maria confirmed it.', 'maria'],
  ['a name that owns', 'Bob’s order is late.', 'bob'],
  ['a family name', 'Ada Lovelace wants a refund.', 'lovelace'],
  ['a place', 'The parcel is in Bergen.', 'bergen'],
  ['a weekday', 'It is due Monday.', 'mon'],
  ['a month', 'It was cancelled in December.', 'dec'],
  ['a month that is a verb too', 'It was cancelled on 3 May.', 'may'],
  ['a month without a day', 'It was cancelled in March.', 'mar'],
  ['a day told by today', 'It was cancelled yesterday.', 'yesterday'],
  ['an address', 'Write to bob@example.org.', 'bob@example.org.'],
  ['a link', 'See https://example.org/refund for more.', 'https://example.org/refund'],
  ['a word of another script', 'The customer 王 wants a refund.', '王'],
])('%s without support is found', (_, text, fact) => expect(firstUnsupportedFact(text, source)).toBe(fact));

test.each([
  ['1.250,00', '1,250.00'],
  ['1250', '1,250'],
  ['two hundred and fifty', '250'],
  ['a hundred', '100'],
  ['3rd', '3'],
])('"%s" and "%s" are the same number', (one, other) => {
  expect(firstUnsupportedFact(`amount ${one}`, `amount ${other}`)).toBeNull();
  expect(firstUnsupportedFact(`amount ${other}`, `amount ${one}`)).toBeNull();
});

test('an empty text is supported by an empty source', () => expect(firstUnsupportedFact('', '')).toBeNull());

test('the cost is linear for a text of one letter or one digit', () => {
  const started = process.threadCpuUsage();
  for (const text of ['A', '9', '9,', 'two ', 'a-', '@', '王'].map((part) => part.repeat(24_000 / part.length)))
    firstUnsupportedFact(text, text);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(2_000);
});
