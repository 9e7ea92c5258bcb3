import { parseText } from '../text/parsed-text.ts';
import { consideringEnterprise, pricingMention } from './opportunity.ts';

test.each([
  'What does the enterprise plan cost?',
  'your pricing please',
  'how much is the premium tier',
  'is there an annual discount?',
])('“%s” is about plan prices', (text) => expect(pricingMention(parseText(text))).not.toBeNull());
test.each(['where is my order', 'how do I reset the router', 'my bill is wrong'])(
  '“%s” is not about plan prices',
  (text) => {
    expect(pricingMention(parseText(text))).toBeNull();
  },
);

test('considering an enterprise plan differs from having one', () => {
  expect(consideringEnterprise(parseText('we are thinking about your enterprise plan'))).not.toBeNull();
  expect(consideringEnterprise(parseText('We are not interested in enterprise'))).toBeNull();
  expect(consideringEnterprise(parseText('our enterprise login fails'))).toBeNull();
});
