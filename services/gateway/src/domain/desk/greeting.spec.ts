import { expect, test } from '@jest/globals';
import { issueText } from '../conversation/issue.ts';
import { payload } from '../story.fixtures.ts';
import { suggestedGreeting } from './greeting.ts';

const { context } = payload();
const ENGLISH = { language: 'en' };
const withBotAnswer = (handoff: ReturnType<typeof payload>) => {
  const answer = { messageId: 'm-2', seq: 2, at: 0, role: 'bot' as const, text: 'It was delivered.' };
  return { ...handoff, context: { ...handoff.context, transcript: [answer] } };
};
const withQuote = (quote: string, facts: object = {}) =>
  payload({ context: { ...context, now: { ...context.now, quote } }, ...facts });

test('given a frustrated customer, then the suggested reply greets, apologises and names the issue', () =>
  expect(suggestedGreeting(withBotAnswer(payload()), 'Mia Torres')).toBe(
    "Hello Ada, I'm Mia. I am sorry for the trouble so far. I have read it all, so you need not repeat anything: you wrote “I cancelled order #12345 by phone last week and it was shipped anyway”. I will look into it now.",
  ));

test('given a frustrated customer and a bot that has not spoken, then the suggested reply has no apology', () =>
  expect(suggestedGreeting(payload(), 'Mia Torres')).toMatch(/^Hello Ada, I'm Mia\. I have read it all/));

test('given a customer who has only asked for a person, then the suggested reply asks what it is about', () => {
  const now = { text: 'Asks for a person, and has not said what about', messageIds: [] };
  const asked = payload({ reasons: ['human_request'], context: { ...context, now } });
  expect(suggestedGreeting(asked, 'Mia Torres')).toBe("Hello Ada, I'm Mia. I am here for you now. What is it about?");
  expect(issueText(ENGLISH, asked)).toBe('your wish to talk to a person');
});

test('given no words of the customer and no name, then the suggested reply names the subject', () => {
  const { customer: _, ...anonymous } = context;
  const asked = payload({
    subject: 'billing',
    sentiment_recovery: false,
    context: { ...anonymous, now: { text: 'Asks for a person, and has not said what about', messageIds: [] } },
  });
  expect(suggestedGreeting(asked, 'Ben')).toBe(
    "Hello, I'm Ben. I have read it all, so you need not repeat anything: I see it is about your billing question. I will look into it now.",
  );
});

test.each([
  [
    'one sentence of several',
    'Where is my order #12345, please? It is late. Help!',
    'Where is my order #12345, please?',
  ],
  ['a greeting with what follows', 'Hi! My parcel arrived broken. What now?', 'Hi! My parcel arrived broken'],
  ['no double punctuation', 'This was my LAST order with you!!!', 'This was my LAST order with you'],
  ['no line breaks', 'My order\n\n  never came', 'My order never came'],
  ['no quotes inside', 'The “express” delivery took a week', 'The express delivery took a week'],
  ['no card number', 'Charged twice on 4111 1111 1111 1111 today', 'Charged twice on [card number ••1111] today'],
  ['numbers whole', 'I was charged 49.90 instead of 39.90 for it', 'I was charged 49.90 instead of 39.90 for it'],
])('given a message, then %s is quoted', (_, written, quoted) =>
  expect(issueText(ENGLISH, withQuote(written))).toBe(`your cancellation (“${quoted}”)`),
);

test('given a question, then the suggested reply keeps its mark', () =>
  expect(suggestedGreeting(withQuote('Why am I seeing a direct debit that is not mine?'), 'Mia Torres')).toContain(
    'you wrote “Why am I seeing a direct debit that is not mine?”. I will look into it now.',
  ));

test('given a wish of 160 characters, then the suggested reply quotes all of it', () => {
  const wish = `i would like to check my account number 132684664 and then close it and ${'move '.repeat(17)}it`;
  expect(wish.length).toBeGreaterThan(150);
  expect(suggestedGreeting(withQuote(wish), 'Mia Torres')).toContain(`“${wish}”`);
  expect(issueText(ENGLISH, withQuote(wish)).length).toBeLessThanOrEqual(200);
});

test('given a very long sentence, then the suggested reply cuts it between words', () => {
  const long = issueText(ENGLISH, withQuote('every single word '.repeat(30)));
  expect(long).toMatch(/(every|single|word) …”\)$/);
  expect(long.length).toBeLessThanOrEqual(200);
  expect(issueText(ENGLISH, withQuote('x'.repeat(400))).length).toBeLessThanOrEqual(200);
});

test.each([
  ['de', 'Ihre Kündigung („Doppelte Abbuchung auf [Kartennummer ••1111], PIN [PIN]“)'],
  ['ar', 'طلب الإلغاء («Doppelte Abbuchung auf [رقم البطاقة ••1111], PIN [الرقم السري]»)'],
])('given a secret in the words of the customer, then its mask is named in %s', (language, issue) =>
  expect(issueText({ language }, withQuote('Doppelte Abbuchung auf [card number ••1111], PIN [PIN]'))).toBe(issue),
);
