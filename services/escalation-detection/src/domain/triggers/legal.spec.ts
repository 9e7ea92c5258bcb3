import { parseText } from '../text/parsed-text.ts';
import { legal } from './legal.ts';

test.each([
  'You will hear from my lawyer',
  'I will sue you',
  'I am taking legal action',
  'I want to file a formal complaint',
  'this is a GDPR request',
  'I shall report you to the ombudsman',
  'see you in court: I am taking you to court',
  'this is against the law',
  'my attorney is involved',
  "you'll be hearing from my lawyer",
  'I will take you to small claims court over this',
  "this will go to the ombudsman if you don't answer",
  'expect legal action',
  'I am making a formal GDPR request for a copy of all data you hold on me',
  'I want to exercise my right to be forgotten',
  "I'm contacting trading standards about that product",
  'is your handling of our patient records HIPAA compliant? our auditors need it in writing',
  "You have breached our contract and we'll claim damages",
  'your company violated the consumer protection act',
  'the regulator will be informed, FCA reference to follow',
  "we're starting a class action against you lot",
  'we received a cease and desist regarding content you host',
  'taking this to the CFPB',
  'need a compliance certificate, our regulator is asking for SOC 2 evidence',
  'my lawyers r gonna love this',
  'this is a breach of consumer law and you know it',
])('“%s” is a legal matter', (text) => {
  const found = legal(parseText(text));
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
  'remind me to call my lawyer at four',
  'what does attorney mean',
  'is my money insured with you',
  'tell me about your identity theft insurance product',
  'what is your cancellation policy',
  "what's your refund policy",
  'how do i file a claim',
  'how much would it be to insure a van',
  'does home insurance cover identity theft',
  'does legal protection come with the gold plan',
  'what proof do you need for a claim',
  'can you delete the duplicate row in the report',
  'what are your terms of service',
  'what does a compliance officer earn',
  'our customers are asking about gdpr training, do you offer it',
  'who won the court case yesterday',
  'I reported my lost card yesterday, when does the new one arrive',
  'does the insurance cover stolen passports',
])('“%s” is not a legal matter', (text) => {
  expect(legal(parseText(text))).toBeNull();
});
