import { expect, test } from '@jest/globals';
import type { Customer } from '@warmline/contracts';
import type { BotAnswer } from './bot.ts';
import { demoBot } from './demo-bot.ts';

/** The demo story: an order cancelled by telephone was shipped, and the bot finds no record of the cancellation. */
const ada: Customer = { customerId: 'c-7', name: 'Ada Byron', tier: 'premium', lifetimeValue: 6_200 };

const talk = async (lines: readonly string[], customer: Customer = ada): Promise<BotAnswer[]> => {
  const turns: { role: 'customer' | 'bot'; text: string }[] = [];
  const answers: BotAnswer[] = [];
  for (const text of lines) {
    turns.push({ role: 'customer', text });
    const request = { conversationId: 'c-1', tenantId: 'default', customer, turns };
    const answer = await demoBot.reply(request, new AbortController().signal);
    answers.push(answer);
    turns.push({ role: 'bot', text: answer.text });
  }
  return answers;
};

const openings = [
  'I cancelled order #12345 by telephone last week and now it has shipped!',
  'Order 12345 was shipped although I already cancelled it over the phone.',
  'You sent me order #12345, but I had cancelled it by phone on Monday',
];
const repetitions = [
  'That is wrong. I called you and cancelled it. Check again!',
  'I told you, it was cancelled. This is ridiculous.',
  'Your system is useless, I spoke with your colleague about it',
  'Unbelievable!!',
  'Why did you ship it then?',
];

test.each(openings.flatMap((opening) => repetitions.map((again) => [opening, again] as const)))(
  '“%s” “%s”: told twice in different words that no cancellation is on record, unsure but not lost',
  async (opening, again) => {
    const answers = await talk([opening, again]);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        intent: 'cancellation_dispute',
        subject: 'cancellation',
        entities: { order: '12345' },
        attempted: 'Looked order #12345 up: shipped, no cancellation on record',
      });
      expect(answer.confidence).toBeGreaterThanOrEqual(0.45);
      expect(answer.confidence).toBeLessThanOrEqual(0.6);
    }
    const [first, second] = answers.map((a) => new Set(a.text.toLowerCase().match(/[a-z]{4,}/g)));
    const both = [...(first ?? [])].filter((word) => second?.has(word));
    expect(both.length / Math.min(first?.size ?? 0, second?.size ?? 0)).toBeLessThan(0.2);
  },
);

test('however long the dispute goes on, no answer repeats the one before and confidence stays above 0.4', async () => {
  const answers = await talk([openings[0] ?? '', ...repetitions, ...repetitions]);
  answers.forEach((answer, n) => {
    expect(answer.text).not.toBe(answers[n - 1]?.text);
    expect(answer.confidence).toBeGreaterThan(0.4);
  });
});

test('the order number may come before or after the complaint', async () => {
  const [, after] = await talk(['Hello, it is about order #12345', 'I cancelled this by telephone']);
  expect(after).toMatchObject({ intent: 'cancellation_dispute', entities: { order: '12345' } });
  const [asked, found] = await talk(['I cancelled my order by telephone and it shipped', '12345']);
  expect(asked?.text).toMatch(/order number/);
  expect(found).toMatchObject({ intent: 'cancellation_dispute', confidence: 0.58, entities: { order: '12345' } });
});

test('with one order in the profile the bot does not ask for the number', async () => {
  const withOrder = { ...ada, recentOrders: [{ id: '12345', status: 'shipped' }] };
  expect((await talk(['I cancelled by phone, why has it shipped?'], withOrder))[0]).toMatchObject({
    intent: 'cancellation_dispute',
    entities: { order: '12345' },
  });
});

test('a missing cancellation is made while the order has not shipped', async () => {
  const [answer] = await talk(['I cancelled order #20017 by telephone']);
  expect(answer).toMatchObject({ confidence: 0.9, attempted: 'Cancelled order #20017 before it shipped' });
});

test('a question about another order is answered, and that order stays as it is', async () => {
  const answers = await talk([openings[0] ?? '', 'And where is #20017?', 'and #20018']);
  expect(answers[1]).toMatchObject({ intent: 'order_status', attempted: 'Looked order #20017 up: in preparation' });
  expect(answers[2]).toMatchObject({ intent: 'order_status', attempted: 'Looked order #20018 up: in preparation' });
});

test('a refund request, a request for a person or a goodbye ends the dispute', async () => {
  const [, refund] = await talk([openings[0] ?? '', 'I want my money back']);
  expect(refund).toMatchObject({ intent: 'refund', entities: { order: '12345', amount: 649 } });
  const [, human, bye] = await talk([openings[0] ?? '', 'Get me a human', 'bye']);
  expect(human?.intent).toBe('human_request');
  expect(bye?.intent).toBe('goodbye');
});
