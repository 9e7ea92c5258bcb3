import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { type StoryEvent, storyOf } from '@warmline/testing/story';
import fc from 'fast-check';
import { INITIAL_P_NEGATIVE, SMOOTHING_FACTOR, type SmoothedSentiment, sentiment } from './sentiment.ts';

const given = storyOf(sentiment);
let next = 1;
const says = (text: string, role = 'customer', seq = next++) => ({
  type: 'MessagePosted',
  data: { conversationId: 'c-1', tenantId: 'acme', seq, messageId: `m-${seq}`, role, text, epoch: 1 },
});
const ended = { type: 'ConversationEnded', data: { conversationId: 'c-1', tenantId: 'acme', seq: 99, by: 'customer' } };

const fail = (): never => {
  throw new Error('nothing was told');
};
const sentimentAfter = (...said: StoryEvent[]) => given(...said).state() as SmoothedSentiment | null;

const calm = says('Hi, where is my order #12345?');
const complaint = says('It should have arrived on Monday');
const irritated = says('I have been waiting for two weeks, this is annoying');
const angry = says('This is unacceptable!! Worst service ever, nobody helps me');

test('each customer message is scored with its own sequence number', () => {
  given()
    .when(says('hello', 'customer', 7))
    .then({ type: 'SentimentScored', data: { seq: 7, messageId: 'm-7', conversationId: 'c-1', tenantId: 'acme' } });
});

test('an empty customer message is scored too', () => {
  given(irritated)
    .when(says(''))
    .then({ type: 'SentimentScored', data: { label: 'unknown', score: 0, pNegative: 0 } });
});

test('a message is read with the bot turn right before it', () => {
  const question = says('Shall I connect you with a colleague?', 'bot');
  expect(sentimentAfter(calm, question)?.botTurn).toBe('Shall I connect you with a colleague?');
  expect(sentimentAfter(question)?.scoredMessages).toBe(0);
  expect(sentimentAfter(question, calm)).not.toHaveProperty('botTurn');
  expect(sentimentAfter(question, says('a colleague joins', 'system'))).not.toHaveProperty('botTurn');
  expect(sentimentAfter(calm, says('', 'bot'))).not.toHaveProperty('botTurn');
});

test.each(['where is my order', 'wo ist denn mein Paket geblieben'])(
  'what the intent model says of a message is published, in any language: %s',
  (text) => {
    const intents = { model: 'm-1', gate: 0.01 };
    given()
      .when(Object.assign({}, says(text), { intents }))
      .then({ type: 'SentimentScored', data: { intents } });
  },
);

test.each(['bot', 'agent', 'system'])('messages of role %s are not scored', (role) => {
  given(calm).when(says('This is terrible', role)).thenNothing();
});

test('the guidance that a model found is published, in any language', () => {
  const guidance = { model: 'small-1', policyVersion: 'v-1', matched: ['emergency'] };
  given()
    .when({ ...says('Mein Vater ist zusammengebrochen'), guidance })
    .then({ type: 'SentimentScored', data: { label: 'unknown', guidance } });
});

test('an open conversation keeps the policy version it started with, an ended one starts with its own', () => {
  const started = (policyVersion: string) => ({
    type: 'ConversationStarted',
    data: { conversationId: 'c-1', tenantId: 'acme', seq: next++, channel: 'web', externalId: 'w', policyVersion },
  });
  expect(sentimentAfter(started('v-1'), angry, started('v-2'), calm)?.policyVersion).toBe('v-1');
  expect(sentimentAfter(started('v-1'), angry, ended, started('v-2'))).toMatchObject({
    policyVersion: 'v-2',
    scoredMessages: 0,
  });
});

test('given a neutral complaint and an irritated message, when an angry one follows, then the smoothed values cross the thresholds of the policy', () => {
  const story = given(complaint, irritated).when(angry);
  story.then({ type: 'SentimentScored', data: { label: 'negative', smoothed: { trend: 'falling' } } });
  const after = sentimentAfter(complaint, irritated, angry);
  expect(after?.pNegative).toBeGreaterThanOrEqual(0.7);
  expect(after?.score).toBeLessThan(-0.5);
  expect(sentimentAfter(complaint)?.pNegative).toBeLessThan(0.7);
});

test('given nothing or neutral messages, one annoyed message does not lift the smoothed probability over 0.7, a furious one does', () => {
  expect(sentimentAfter(says('This is a bit annoying'))?.pNegative).toBeLessThan(0.7);
  expect(sentimentAfter(angry)?.pNegative).toBeGreaterThanOrEqual(0.7);
  expect(sentimentAfter(calm, calm, irritated)?.pNegative).toBeLessThan(0.7);
  expect(sentimentAfter(calm, calm, angry)?.pNegative).toBeGreaterThanOrEqual(0.7);
});

test('a positive message after an angry one gives a rising trend', () => {
  given(angry)
    .when(says('Oh great, thank you so much'))
    .then({ type: 'SentimentScored', data: { smoothed: { trend: 'rising' } } });
});

test('a text that cannot be read leaves the smoothed values as they were', () => {
  const before = sentimentAfter(calm, angry);
  expect(sentimentAfter(calm, angry, says('Wo ist meine Bestellung'))).toEqual({ ...before, trend: 'steady' });
});

test('when the conversation ends, its state is deleted', () => {
  expect(sentimentAfter(calm, angry, ended)).toBeNull();
});

test('the smoothed value weighs the newest score against all before it, from a neutral start', () => {
  const own = (line: StoryEvent) =>
    (given().when(line).outputs[0]?.data as { score: number; pNegative: number } | undefined) ?? fail();
  const [a, b] = [own(calm), own(angry)];
  expect(sentimentAfter(calm)?.pNegative).toBeCloseTo(
    SMOOTHING_FACTOR * a.pNegative + (1 - SMOOTHING_FACTOR) * INITIAL_P_NEGATIVE,
    12,
  );
  expect(sentimentAfter(calm, angry)?.score).toBeCloseTo(
    SMOOTHING_FACTOR * b.score + (1 - SMOOTHING_FACTOR) * SMOOTHING_FACTOR * a.score,
    12,
  );
});

test('for any text the event fits the contract and the state survives storage', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('terrible!!', 'thank you', 'still no answer', '', 'where is it?'));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      const lines = texts.map((said, i) => says(said, 'customer', i + 1));
      const story = given(...lines.slice(0, -1)).when(lines.at(-1) ?? calm);
      expect(story.outputs).toHaveLength(1);
      topics.sentiment.events.SentimentScored.schema.parse(story.outputs[0]?.data);
      expect(JSON.parse(JSON.stringify(story.state))).toEqual(story.state);
    }),
  );
});
