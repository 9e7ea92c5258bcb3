import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { loadPolicy } from '@warmline/escalation-detection/detect';
import { conversationDetector } from './conversation-detector.ts';
import { type Conversation, conversation } from './conversation-row.ts';
import { DEFAULT_POLICY, detect } from './detect.ts';

const folder = mkdtempSync(join(tmpdir(), 'warmline-detect-'));
afterAll(() => rmSync(folder, { recursive: true }));

const detectOne = conversationDetector(loadPolicy(DEFAULT_POLICY));
type Turn = string | { readonly role: string; readonly text: string; readonly at?: unknown; readonly bot?: unknown };
const conversationOf = (turns: readonly Turn[], more: object = {}): Conversation =>
  conversation.parse({
    id: 'c',
    conversation: turns.map((turn) => (typeof turn === 'string' ? { role: 'customer', text: turn } : turn)),
    ...more,
  });
const bot = (text: string, more: object = {}) => ({ role: 'bot', text, bot: more });

test('a cancellation request hands over at once, with its evidence', () => {
  const { explanation: _, ...result } = detectOne(conversationOf(['hello', 'please cancel my subscription']));
  expect(result).toEqual({
    id: 'c',
    verdict: 'immediate',
    reasons: ['cancellation'],
    rules: ['stakes.cancellation'],
    evidence: [{ rule: 'stakes.cancellation', messageId: 'm-2', span: [7, 29], text: 'cancel my subscription' }],
    priority: 65,
  });
});

test('an ordinary conversation has no verdict and no reason', () => {
  expect(detectOne(conversationOf(['what are your opening hours']))).toMatchObject({
    verdict: 'none',
    reasons: [],
    evidence: [],
  });
});

test('one emotional sign offers a person, two within three messages hand over', () => {
  expect(detectOne(conversationOf(['where is it!!']))).toMatchObject({ verdict: 'offer', reasons: ['frustration'] });
  expect(detectOne(conversationOf(['where is it!!', 'you are useless idiots']))).toMatchObject({
    verdict: 'immediate',
    reasons: expect.arrayContaining(['profanity', 'frustration']),
  });
});

test('yes to a bot that offers a person is a request for a person', () => {
  const asked = bot('Would you like me to connect you to an agent?');
  expect(detectOne(conversationOf(['my tv is stuck', asked, 'yeah go ahead']))).toMatchObject({
    verdict: 'immediate',
    reasons: expect.arrayContaining(['human_request']),
  });
  expect(detectOne(conversationOf(['my tv is blue', bot('Did a restart help?'), 'yes']))).toMatchObject({
    verdict: 'none',
  });
});

test('“cancel it” counts only for what a customer has with the company', () => {
  const order = ['when does my order ship', bot('Tomorrow.'), 'cancel it'];
  const alarm = ['wake me at six', bot('Your alarm is set.'), 'cancel it'];
  expect(detectOne(conversationOf(order))).toMatchObject({ reasons: ['cancellation'] });
  expect(detectOne(conversationOf(alarm))).toMatchObject({ verdict: 'none' });
});

test('low confidence twice, an error, and one answer three times count against the bot', () => {
  const unsure = bot('Maybe this helps.', { confidence: 0.3 });
  expect(detectOne(conversationOf(['hi', unsure]))).toMatchObject({ verdict: 'offer', reasons: ['low_confidence'] });
  expect(detectOne(conversationOf(['hi', unsure, 'hm', bot('Or that.', { confidence: 0.2 })]))).toMatchObject({
    verdict: 'immediate',
  });
  expect(detectOne(conversationOf(['hi', bot('', { error: true })]))).toMatchObject({ reasons: ['bot_failure'] });
  const same = bot('Please rephrase your question about the order.');
  expect(detectOne(conversationOf(['a', same, 'b', same, 'c', same]))).toMatchObject({ reasons: ['confusion_loop'] });
});

test('a session of ten minutes without a resolution is offered a person; a longer pause does not count', () => {
  const asks = (text: string, at: number) => ({ role: 'customer', text, at });
  const first = [asks('where do I find the menu', 0), asks('and the wine list', 240_000), asks('and the bar', 480_000)];
  expect(detectOne(conversationOf([...first, asks('do you have parking', 599_999)]))).toMatchObject({
    verdict: 'none',
  });
  expect(detectOne(conversationOf([...first, asks('do you have parking', 600_000)]))).toMatchObject({
    verdict: 'offer',
    reasons: ['unresolved_session'],
  });
  expect(detectOne(conversationOf([asks('opening hours please', 0), asks('is there parking', 660_000)]))).toMatchObject(
    {
      verdict: 'none',
    },
  );
});

test('known facts about the customer raise the priority', () => {
  const customer = { tier: 'premium', lifetimeValue: 9_000 };
  expect(detectOne(conversationOf(['I want to speak to a human'], { customer }))).toMatchObject({ priority: 85 });
});

test('valid lines are assessed in order, and invalid ones are reported', async () => {
  const file = join(folder, 'in.jsonl');
  const out = join(folder, 'out.jsonl');
  const row = (id: number, text: string) => JSON.stringify({ id, conversation: [{ role: 'customer', text }] });
  writeFileSync(file, `${row(1, 'my card was stolen')}\n{"id":2}\n\nnot json\n${row(3, 'thanks')}\n`);
  expect(await detect({ in: file, out, policy: DEFAULT_POLICY })).toBe(false);
  const verdicts = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(verdicts.map(({ id, verdict }) => [id, verdict])).toEqual([
    [1, 'immediate'],
    [3, 'none'],
  ]);
});

test.each([
  ['refund me $500', 'none'],
  ['refund me $500.01', 'immediate'],
  ['I want five hundred dollars back', 'none'],
  ['I want five hundred and one dollars back', 'immediate'],
  ['please reimburse the €499', 'none'],
  ['please reimburse the €1.340,50', 'immediate'],
  ['I paid 1,800 and want a refund', 'immediate'],
  ['refund of 50,000 yen please', 'none'],
  ['refund of 90,000 yen please', 'immediate'],
])('given “%s” under a limit of 500 dollars, then the verdict is %s', (text, verdict) => {
  expect(detectOne(conversationOf([text]))).toMatchObject({ verdict, reasons: verdict === 'none' ? [] : ['refund'] });
});
