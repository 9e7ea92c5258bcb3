import type { Random } from '@warmline/testing/random';

/** Parts of customer and bot texts, combined anew for each message, so that no two are alike. */
const GREETINGS = [
  'Hello,',
  'Hi there,',
  'Good morning,',
  'Me again,',
  'Quick question:',
  'Sorry to bother you,',
  'Thanks,',
  'Okay,',
  'Well,',
  'Please help,',
];
const SUBJECTS = [
  'my parcel',
  'the blue jacket',
  'my last invoice',
  'the router you sent',
  'my subscription',
  'the gift card',
  'the spare part',
  'my account',
  'the delivery on Friday',
  'the second package',
  'my phone plan',
  'the coffee machine',
];
const QUESTIONS = [
  'when will it arrive?',
  'can I change the address?',
  'the tracking page has not moved since yesterday.',
  'which sizes do you have in stock?',
  'how do I switch it to another colour?',
  'is there a manual for it somewhere?',
  'do you deliver on Saturdays?',
  'I would like a copy by e-mail.',
  'it says delivered, but I was at home all day.',
  'can I pick it up in the shop instead?',
  'the app shows a different date.',
  'could you tell me the opening hours?',
  'thank you, that was quick and friendly.',
  'great, that solved it for me.',
];
const COMPLAINTS = [
  'this is the third time I ask and I am really angry.',
  'your answers are useless and I am fed up.',
  'nothing works, this is a terrible service.',
  'I want to cancel everything right now.',
  'you charged me twice and I want my money back.',
  'it arrived broken again, this is unacceptable.',
  'I have waited for weeks and nobody cares.',
];
const BOT_INTROS = [
  'I have looked that up for you:',
  'Happy to help.',
  'Here is what I found:',
  'Thank you for waiting.',
  'Let me check that.',
];
const BOT_ANSWERS = [
  'it left our warehouse and should be with you in two days.',
  'you can change that on the page of your orders.',
  'we are open from nine to six on weekdays.',
  'the copy is on its way to your mailbox.',
  'please unplug it for ten seconds and try again.',
  'both sizes are in stock at the moment.',
];

const referenceNumber = ({ below: upTo }: Random): string => `number ${100_000 + upTo(900_000)}`;

/** A text of exactly `length` ASCII characters: sentences, the last one cut off. */
const textOfLength = (length: number, sentence: () => string): string => {
  let text = '';
  while (text.length < length) text += `${text === '' ? '' : ' '}${sentence()}`;
  return text.slice(0, length);
};

export const customerText = (random: Random, length: number, upset: boolean): string =>
  textOfLength(
    length,
    () =>
      `${random.pick(GREETINGS)} ${random.pick(SUBJECTS)}, ${referenceNumber(random)}: ${random.pick(upset ? COMPLAINTS : QUESTIONS)}`,
  );

export const botText = (random: Random, length: number): string =>
  textOfLength(
    length,
    () =>
      `${random.pick(BOT_INTROS)} About ${random.pick(SUBJECTS)}, ${referenceNumber(random)}: ${random.pick(BOT_ANSWERS)}`,
  );
