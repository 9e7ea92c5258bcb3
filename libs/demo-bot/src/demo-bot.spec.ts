import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { botTurnDetails, type Customer } from '@warmline/contracts';
import fc from 'fast-check';
import type { BotAnswer, BotRequest } from './bot.ts';
import { demoBot } from './demo-bot.ts';

const ada: Customer = { customerId: 'c-7', name: 'Ada Byron', tier: 'premium' };
const request = (turns: BotRequest['turns'], customer?: Customer): BotRequest => ({
  conversationId: 'c-1',
  tenantId: 'default',
  turns,
  ...(customer === undefined ? {} : { customer }),
});
const ask = (turns: BotRequest['turns'], customer?: Customer): Promise<BotAnswer> =>
  demoBot.reply(request(turns, customer), new AbortController().signal);

/** All answers of the bot to the customer's lines, one after another. */
const talk = async (lines: readonly string[], customer?: Customer): Promise<BotAnswer[]> => {
  const turns: { role: 'customer' | 'bot'; text: string }[] = [];
  const answers: BotAnswer[] = [];
  for (const text of lines) {
    turns.push({ role: 'customer', text });
    const answer = await ask(turns, customer);
    answers.push(answer);
    turns.push({ role: 'bot', text: answer.text });
  }
  return answers;
};
const last = async (lines: readonly string[], customer?: Customer): Promise<BotAnswer | undefined> =>
  (await talk(lines, customer)).at(-1);

test.each([
  ['Hello there', 'greeting', 'general'],
  ['Where is my order #20017?', 'order_status', 'order'],
  ['has order 18204 been delivered', 'order_status', 'order'],
  ['I need to change my delivery address', 'change_address', 'address'],
  ['How high does the standing desk go?', 'product_question', 'product'],
  ['How much is the Nimbus chair?', 'price_question', 'pricing'],
  ['I want a refund for #18204', 'refund', 'refund'],
  ["What's your return policy?", 'refund', 'refund'],
  ['Please cancel my order', 'cancel_order', 'cancellation'],
  ["I don't want the lamp anymore", 'cancel_order', 'cancellation'],
  ['I cancelled it by phone last week', 'cancellation_dispute', 'cancellation'],
  ['Close my account', 'account_closure', 'cancellation'],
  ['Let me talk to a human', 'human_request', 'general'],
  ['What can you do?', 'capabilities', 'general'],
  ['How are you?', 'small_talk', 'general'],
  ['Are you a robot?', 'small_talk', 'general'],
  ['Why was my order cancelled?', 'order_status', 'order'],
  ['What are your opening hours?', 'opening_hours', 'general'],
  ['when do you open tomorrow', 'opening_hours', 'general'],
  ['are you closed now?', 'opening_hours', 'general'],
  ['When will my order be there?', 'order_status', 'order'],
  ['ok', 'acknowledgement', 'general'],
  ['Thanks a lot', 'thanks', 'general'],
  ['Goodbye', 'goodbye', 'general'],
])('“%s” has the intent %s with enough confidence not to trigger escalation', async (text, intent, subject) => {
  const answer = await last([text]);
  expect(answer).toMatchObject({ intent, subject });
  expect(answer?.confidence).toBeGreaterThanOrEqual(0.4);
});

test('the opening hours are those of the office in the teams file', async () => {
  const office =
    /office:\s+timeZone: America\/New_York\s+week:\s+- \{ days: \[mon, tue, wed, thu, fri\], from: "09:00", to: "18:00" \}/;
  expect(readFileSync(new URL('../../../deploy/defaults/teams.yaml', import.meta.url), 'utf8')).toMatch(office);
  expect((await last(['What are your opening hours?']))?.text).toContain(
    'Monday to Friday from 9:00 to 18:00, New York time',
  );
});

test('after an agent has handed the conversation back, the disputed cancellation is over', async () => {
  const turns = [
    { role: 'customer', text: 'I cancelled order #12345 by phone' },
    { role: 'bot', text: 'There is no cancellation on record.' },
    { role: 'customer', text: 'I did cancel it' },
    { role: 'agent', text: 'I have cancelled it now.' },
    { role: 'customer', text: 'Great. Can I still call you?' },
  ] as const;
  expect((await ask(turns)).intent).not.toBe('cancellation_dispute');
  expect(await ask([...turns.slice(0, 4), { role: 'customer', text: 'ok thanks' }])).toMatchObject({
    intent: 'thanks',
  });
});

test('an unknown text gets low confidence, and other words the next time', async () => {
  const answers = await talk(['Flurb the garble', 'Zork zork', 'Mmpf']);
  expect(answers.map((a) => a.intent)).toEqual(['unknown', 'unknown', 'unknown']);
  expect(Math.max(...answers.map((a) => a.confidence))).toBeLessThan(0.4);
  expect(new Set(answers.map((a) => a.text)).size).toBe(3);
});

test.each(['My lamp arrived broken', 'I was charged twice'])('“%s” is answered as beyond the bot', async (text) => {
  const answer = await last([text]);
  expect(answer?.intent).toBe('unknown');
  expect(answer?.confidence).toBeLessThan(0.4);
});

test('an order is looked up by its number, and the finding is recorded for the agent', async () =>
  expect(await last(['Where is order #20017?'])).toMatchObject({
    text: expect.stringContaining('in preparation'),
    entities: { order: '20017' },
    attempted: 'Looked order #20017 up: in preparation',
  }));

test('the order number of an earlier turn is remembered', async () => {
  expect(await last(['Hi, this is about order 18204', 'Can I get a refund?'])).toMatchObject({
    intent: 'refund',
    entities: { order: '18204', amount: 59, currency: 'USD' },
  });
});

test('a question without a number asks for it, and the bare number then answers that question', async () => {
  const [asked, answered] = await talk(['I want a refund', '17733']);
  expect(asked?.text).toMatch(/order number/);
  expect(answered).toMatchObject({ intent: 'refund', entities: { order: '17733', amount: 780 } });
});

test('an unknown order number is asked for again', async () => {
  const [missed, found] = await talk(['Where is order #99999?', 'Sorry, 20018']);
  expect(missed).toMatchObject({ intent: 'order_status', attempted: 'Looked order #99999 up: not found' });
  expect(found).toMatchObject({ intent: 'order_status', entities: { order: '20018' } });
});

test('the only order in the profile needs no number; of several the bot lists them', async () => {
  const one = { ...ada, recentOrders: [{ id: '#20018', status: 'in preparation' }] };
  const two = {
    ...ada,
    recentOrders: [
      { id: '20017', status: 'in preparation' },
      { id: '12345', status: 'shipped' },
    ],
  };
  expect(await last(['Where is my parcel?'], one)).toMatchObject({ entities: { order: '20018' } });
  expect((await last(['Where is my parcel?'], two))?.text).toMatch(/#20017, #12345/);
});

test('an order known only from the profile is answered without an invented amount', async () => {
  const one = { ...ada, recentOrders: [{ id: '55501', status: 'delivered' }] };
  expect(await last(['Where is my parcel?'], one)).toMatchObject({ attempted: 'Looked order #55501 up: delivered' });
  expect((await last(['I want a refund'], one))?.entities).toEqual({ order: '55501' });
});

test('an order that has not shipped is cancelled, and stays cancelled for the rest of the conversation', async () => {
  const [asked, done, status] = await talk(['Cancel my order please', 'It is 20017', 'And what is its status now?']);
  expect(asked?.text).toMatch(/number/);
  expect(done).toMatchObject({ intent: 'cancel_order', attempted: 'Cancelled order #20017 before it shipped' });
  expect(status).toMatchObject({ intent: 'order_status', attempted: 'Looked order #20017 up: cancelled' });
});

test.each([
  'How do I cancel order #20017?',
  'What happens if I cancel #20017?',
  "Please don't cancel order #20017",
  'Can I still cancel #20017?',
])('“%s” cancels nothing', async (text) => {
  const [answer, status] = await talk([text, 'What is the status of my order?']);
  expect(answer).toMatchObject({ intent: 'cancellation_question', subject: 'cancellation' });
  expect(status?.attempted).toBe('Looked order #20017 up: in preparation');
});

test('an order that has shipped is not cancelled', async () =>
  expect(await last(['Cancel order #12345'])).toMatchObject({
    intent: 'cancel_order',
    attempted: 'Could not cancel order #12345: shipped',
  }));

test('the delivery address of an order that has not shipped is changed in three turns', async () => {
  const answers = await talk(['Change my address', '#20018', '12 Elm Street, Springfield 62704', 'Where is it?']);
  expect(answers.map((a) => a.intent)).toEqual(['change_address', 'change_address', 'change_address', 'order_status']);
  expect(answers[2]).toMatchObject({
    entities: { order: '20018', address: '12 Elm Street, Springfield 62704' },
    attempted: 'Changed the delivery address of order #20018',
  });
  expect(answers[3]?.text).toContain('12 Elm Street');
});

test('the address of an order that has shipped is not changed', async () => {
  const answer = await last(['Please change the address of order #12345 to 12 Elm Street, Springfield']);
  expect(answer?.attempted).toBe('Looked order #12345 up: shipped');
});

test('a product question is answered from the catalogue, a price question with the list price', async () => {
  expect((await last(['Tell me about the Halo lamp']))?.text).toMatch(/900 lumen/);
  expect((await last(['How much is the Nimbus chair?']))?.text).toMatch(/\$329\.00/);
  expect((await last(['What products do you have?']))?.text).toMatch(/Aurora.*Nimbus.*Halo.*Tern/);
});

test('a known customer is greeted by first name', async () =>
  expect((await last(['Thank you'], ada))?.text).toMatch(/, Ada\./));

test('messages to an agent are not taken for requests to the bot', async () => {
  const answer = await ask([
    { role: 'customer', text: 'Please cancel order #20017' },
    { role: 'agent', text: 'Are you sure?' },
    { role: 'customer', text: 'No, leave it' },
    { role: 'agent', text: 'Good. Back to the assistant.' },
    { role: 'customer', text: 'Where is order #20017?' },
  ]);
  expect(answer.attempted).toBe('Looked order #20017 up: in preparation');
});

test('an aborted request is not answered', async () => {
  const reason = new Error('too late');
  await expect(demoBot.reply(request([{ role: 'customer', text: 'Hi' }]), AbortSignal.abort(reason))).rejects.toBe(
    reason,
  );
});

test('the same turns always get the same answer, and it is a valid bot turn', async () => {
  const words = fc.constantFrom(
    'cancel',
    'order',
    '#12345',
    '#20017',
    '12 Elm Street',
    'refund',
    'I cancelled',
    'yes',
    '?',
  );
  const line = fc.oneof(
    fc.string(),
    fc.array(words, { minLength: 1, maxLength: 5 }).map((all) => all.join(' ')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 6 }), async (lines) => {
      const answers = await talk(lines);
      expect(await talk(lines)).toEqual(answers);
      for (const answer of answers) {
        expect(answer.text).not.toBe('');
        botTurnDetails.parse(answer);
      }
    }),
  );
});
