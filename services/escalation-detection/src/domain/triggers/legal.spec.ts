import { legal } from './legal.ts';
import { read } from './reading.ts';

test.each([
  'You will hear from my lawyer',
  'I will sue you',
  'I am taking legal action',
  'I want to file a formal complaint',
  'this is a GDPR request',
  'I shall report you to the ombudsman',
  'see you in court: I am taking you to court',
  'our compliance department has an audit question',
  'this is against the law',
  'my attorney is involved',
])('“%s” is a matter of law', (text) => {
  const found = legal(read(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  'I changed my legal name',
  'the tennis court was great',
  'How do I make an insurance claim?',
  'I have no complaints',
  'what is the legal age for an account',
  'Where can I leave a review?',
  'I work for a lawyer and need an invoice',
])('“%s” is none', (text) => {
  expect(legal(read(text))).toBeNull();
});
