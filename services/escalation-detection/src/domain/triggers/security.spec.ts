import { read } from './reading.ts';
import { security } from './security.ts';

test.each([
  'Someone stole my credit card',
  'I lost my wallet with the card in it',
  'there is a transfer I did not make',
  "I don't recognise this payment",
  'my account was hacked',
  'Somebody logged into my account from Brazil',
  'a strange withdrawal showed up last night',
  'please freeze my card right now',
  'I gave my password to a phishing site',
  "I can't find my debit card anywhere",
  'that purchase was not made by me',
  'my phone got snatched on the bus',
  'an unauthorised login on my profile',
  'they used my card without my permission',
  'I was robbed and my purse is gone',
  'money is missing from my account',
  'My SIM and phone were stolen at the station',
])('“%s” tells of a theft, a loss or a breach', (text) => {
  const found = security(read(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  'I lost my password',
  'How do you protect my account against fraud?',
  'my parcel got lost',
  'I would like a second card',
  'What happens if I lose my card?',
  'I found the card I thought was lost',
  'how do I block a caller',
  'I forgot my login',
  'the app is missing a dark mode',
  'Do you offer fraud insurance?',
  'I cannot make a transfer today',
  'my card has not arrived yet',
  'which cards do you accept',
])('“%s” tells of none', (text) => {
  expect(security(read(text))).toBeNull();
});
