import { parseText } from '../text/parsed-text.ts';
import { enterpriseNeed } from './enterprise-need.ts';

test.each([
  'We need a custom quote',
  'does your enterprise plan include SSO?',
  'licences for 250 employees',
  'can you sign our data processing agreement',
  'we want volume pricing',
  'a solution tailored for our company',
  'I am filling in the RFP for procurement',
])('“%s” is an enterprise need', (text) => {
  const found = enterpriseNeed(parseText(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  'how much is the basic plan?',
  'my enterprise is called Kites',
  'I need two seats in the theatre',
  'I am one of many users',
  'what is the price of this lamp',
  'we are a family of 5',
])('“%s” is not an enterprise need', (text) => {
  expect(enterpriseNeed(parseText(text))).toBeNull();
});
