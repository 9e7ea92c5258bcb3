import { parseText } from '../text/parsed-text.ts';
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
  'My wallet was taken on the tube, all my cards were in it',
  "I didn't make this transaction of $89.99 at Walgreens",
  'I need to report a stolen visa',
  "I've misplaced my credit card somewhere between the airport and the hotel",
  'my card has been cloned i think',
  'there are withdrawals here I never made',
  'hello sir my atm card is missing since yesterday kindly stop it',
  'somebody called pretending to be from your bank and i told them the passcode',
  'Put a hold on my account, my purse was snatched',
  'could you deactivate my card? it was nicked from my coat',
  'I lost my phone and my banking app is on it, what now',
  'I dropped my card down a drain in Barcelona',
])('“%s” reports a theft, a loss or a breach', (text) => {
  const found = security(parseText(text));
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
  'remove milk from my shopping list',
  'define fraud',
  'read me the latest news about the data breach at yahoo',
  'where is my phone',
  "ping my phone it's somewhere on the couch",
  'how do i activate my new card',
  'how long does a replacement card take',
  'my card was declined at the store',
  'how do I change my pin',
  'i forgot my password',
  'why was my card declined at the pharmacy',
  'what security measures do you use',
  'how can I protect myself against phishing',
  'pay my credit card bill',
  'can I use my card in Thailand',
  'i found my card in my jacket, can i use it again',
  'how do i verify my identity',
])('“%s” reports no theft, loss or breach', (text) => {
  expect(security(parseText(text))).toBeNull();
});
