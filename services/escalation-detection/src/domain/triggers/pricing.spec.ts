import { consideringEnterprise, pricingTalk } from './pricing.ts';
import { read } from './reading.ts';

test.each([
  'What does the enterprise plan cost?',
  'your pricing please',
  'how much is the premium tier',
  'is there an annual discount?',
])('“%s” is about prices of plans', (text) => expect(pricingTalk(read(text))).not.toBeNull());
test.each(['where is my order', 'how do I reset the router', 'my bill is wrong'])('“%s” is not', (text) => {
  expect(pricingTalk(read(text))).toBeNull();
});

test('considering an enterprise plan is told from having one', () => {
  expect(consideringEnterprise(read('we are thinking about your enterprise plan'))).not.toBeNull();
  expect(consideringEnterprise(read('We are not interested in enterprise'))).toBeNull();
  expect(consideringEnterprise(read('our enterprise login fails'))).toBeNull();
});
