import { parseText } from '../text/parsed-text.ts';
import { cancellation } from './cancellation.ts';

test.each([
  'I want to cancel my subscription',
  'Please close my account',
  'how do I delete my profile?',
  'cancel my order please',
  "I'd like my membership terminated",
  'I have been trying to cancel for weeks',
  'stop my broadband service at the end of the month',
  'I no longer want this plan',
  'can you cancel the booking for tomorrow',
  'I am taking my business elsewhere',
  "I can't cancel my subscription on your site",
  'do not renew my plan',
  'Shut down my account for good',
  'question about closing my savings account',
  'I wish to terminate our contract',
  'turn off auto renewal',
  "I want to cancel and I won't pay the cancellation fee",
  'pls unsubscribe me from premium, dont need it anymore',
  "I'd like to end my plan at the end of the month",
  'Could you walk me through terminating my account?',
  'please delete my account and all my data',
  'I want out of this contract',
  "I'm switching to Verizon, so please disconnect my service",
  'terminate my contract with immediate effect',
  'How can I shut down my account with you?',
  "I'm moving my money to another bank, close the account please",
])('“%s” is a request to cancel or close', (text) => {
  const found = cancellation(parseText(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  'I cancelled order #881 on Monday, where is it?',
  'Why was my order cancelled?',
  'What is the cancellation fee?',
  'Has my subscription been cancelled yet?',
  "I don't want to cancel my subscription",
  'If I cancel, do I keep my points?',
  'I called to cancel it last week and it was shipped anyway',
  'Did you cancel my booking?',
  'How do I remove an item from my basket?',
  'What does your cancellation policy say?',
  'where is the confirmation of my cancellation',
  'Can I cancel any time?',
  'please stop sending it to my old address',
  'how much do you charge for early termination',
  'close this chat',
  'I never said I wanted to cancel',
  'My order #12345 was cancelled by telephone but it arrived',
  "cancel my 9 o'clock alarm",
  'stop the timer',
  'remove milk from my shopping list',
  'remind me to cancel netflix before the 30th',
  'close the curtains',
  'stop playing music',
  "unsubscribe from my brother's dumb playlist",
  'delete all my events for next week',
  'how much is the cancellation charge',
  'I closed my old account last year, will I still get a tax form',
  'how much did i spend on groceries last month',
  'order me some checks',
  'what are the cancellation terms of your loan',
])('“%s” is not a request to cancel or close', (text) => {
  expect(cancellation(parseText(text))).toBeNull();
});
