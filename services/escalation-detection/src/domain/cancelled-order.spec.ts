import { type Customer, type DataOf, topics } from '@warmline/contracts';
import { deciderStep, type JournalRow, type Output } from '@warmline/messaging/decider';
import { storyOf } from '@warmline/testing/story';
import {
  assessedAs,
  conversationEvents,
  handedOver,
  offered,
  policy,
  START,
} from '../../test/conversation.fixtures.ts';
import { type EscalationState, escalation } from './escalation.ts';
import { journalRowOf } from './transcript.ts';

/** A premium customer cancelled an order by telephone, but it shipped, and the bot finds no cancellation. */
const customer: Customer = { customerId: 'c-7', name: 'Ada Byron', tier: 'premium' };
const given = storyOf(escalation(policy));

const orderStory = () => {
  const { started, says, answers } = conversationEvents();
  const entities = { order_id: '#12345' };
  const lookup = {
    confidence: 0.58,
    intent: 'order_status',
    entities,
    attempted: 'Looked order #12345 up in the order system',
  };
  const records = {
    confidence: 0.45,
    intent: 'order_status',
    attempted: 'Searched the cancellation records of the last month',
  };
  return [
    started(customer),
    says('Hi, I cancelled order #12345 by telephone two weeks ago and it was shipped all the same.', 0.45, -0.2),
    answers('I have order #12345 here, but no cancellation on it. When did you cancel?', lookup),
    says('I rang you on the 3rd. A woman told me it was done.', 0.55, -0.3),
    answers('I searched our records again and cannot find the cancellation.', records),
    says('This is unbelievable. I rang you, you confirmed it, and now you call me a liar.', 0.76, -0.62),
    says('It was cancelled by phone, so I will not pay for sending it back.', 0.83, -0.71),
  ] as const;
};

test('an earlier cancellation stays with the bot at first', () => {
  const [started, first] = orderStory();
  given(started).when(first).then(assessedAs('none'));
});

test('two answers at the confidence threshold change nothing', () => {
  const [started, first, answer, second, again] = orderStory();
  given(started, first).when(answer).thenNothing();
  given(started, first, answer, second).when(again).thenNothing();
});

test('the first angry message gives an offer', () => {
  const story = orderStory();
  given(...story.slice(0, 5))
    .when(story[5])
    .then(assessedAs('offer', ['sentiment.negative']), offered());
});

test('a second angry message that asks for an exception hands off for sentiment and policy exception, not for the word cancel', () => {
  const story = orderStory();
  given(...story.slice(0, 6))
    .when(story[6])
    .then(
      assessedAs('immediate', ['sentiment.negative', 'complexity.policy-exception']),
      handedOver({
        type: 'support',
        subject: 'cancellation',
        reasons: ['negative_sentiment', 'policy_exception'],
        rules: ['sentiment.negative', 'complexity.policy-exception'],
        priority: 100,
        priority_label: 'high',
        priority_reasons: [
          { reason: 'base', points: 50 },
          { reason: 'premium tier', points: 20 },
          { reason: 'sentiment below -0.5', points: 20 },
          { reason: 'about cancellation', points: 15 },
        ],
        senior_first: true,
        sentiment_recovery: true,
        agent_note: 'Customer frustrated by bot limitations; empathy first, solution second.',
      }),
    );
});

test('one angry message that asks for an exception gives an offer for both, and accepting it carries both', () => {
  const { chooses, says } = conversationEvents();
  const angry = says('Unbelievable. It was cancelled by phone, so I refuse to pay the return.', 0.8, -0.7);
  const past = orderStory().slice(0, 5);
  given(...past)
    .when(angry)
    .then(assessedAs('offer', ['sentiment.negative', 'complexity.policy-exception']), offered());
  given(...past, angry)
    .when(chooses('accept-offer'))
    .then(
      handedOver({
        rules: ['sentiment.negative', 'complexity.policy-exception'],
        subject: 'cancellation',
        priority: 100,
      }),
    );
});

/** The last output of the story, completed with its journal as the runtime does. */
const completed = (): DataOf<'HandoffRequested'> => {
  const subject = deciderStep(escalation(policy));
  const journal: JournalRow[] = [];
  let state: EscalationState | null = null;
  let last: Output | undefined;
  orderStory().forEach((line, n) => {
    const event = { ...line, id: `e-${n}`, at: START + n * 20_000 };
    const row = journalRowOf(event);
    if (row !== null) journal.push(row);
    const stepped = subject.step(state, event, { id: (name) => `${event.id}/${name}` });
    state = stepped.state;
    if (stepped.verdict.is === 'emit') last = stepped.verdict.outputs.at(-1);
  });
  if (last?.type !== 'HandoffRequested' || last.withJournal === undefined) throw new Error('not handed over');
  return last.withJournal(last.data, journal);
};

test('the payload fits the contract and lists the missing fields', () => {
  const data = completed();
  expect(topics.escalation.events.HandoffRequested.schema.parse(data)).toEqual(data);
  expect(data.context.missing).toEqual([
    'customer.since',
    'customer.lifetimeValue',
    'customer.recentOrders',
    'customer.previousEscalations',
    'customer.preferredContact',
    'customer.churnRisk',
  ]);
  expect(data.context.summary).toMatchObject({
    customer_id: 'c-7',
    messages: 6,
    duration_s: 120,
    bot_confidence: 0.45,
    sentiment_label: 'negative',
  });
});

test('the summary states the request, the attempts and the current state', () => {
  const { context, metadata } = completed();
  expect(context.summary.text).toContain('cancelled order #12345 by telephone');
  expect(context.summary.text).toContain('Searched the cancellation records');
  expect(context.summary.text).toContain('I will not pay for sending it back');
  expect(context.likely_issue).toContain('An earlier cancellation that was not carried out');
  expect(context.recommended_actions[0]).toBe('Acknowledge what went wrong before asking anything');
  expect(context.recommended_actions.join()).toContain('call log');
  expect(metadata.attempted_solutions).toHaveLength(2);
});

test('the transcript has all turns and ends with the hand-off marker', () => {
  const { transcript } = completed().context;
  expect(transcript.map((turn) => turn.role)).toEqual([
    'customer',
    'bot',
    'customer',
    'bot',
    'customer',
    'customer',
    'escalation',
  ]);
  expect(transcript.at(-1)?.text).toBe('Handed over to a person: negative sentiment, exception to policy');
});

test('the agent may offer goodwill within the limit and gets an escalation note for the exception', () => {
  const { context } = completed();
  expect(context.goodwill).toEqual({ limit: 25, currency: 'USD' });
  expect(context.recommended_actions.at(-1)).toBe('Goodwill: up to 25 USD credit without approval');
  expect(context.escalation_template).toContain(
    'Customer: Ada Byron (c-7), premium. Asked for: “It was cancelled by phone, so I will not pay for sending it back.”; it began with “I cancelled order',
  );
  expect(context.escalation_template).toContain('Searched the cancellation records of the last month');
});

test('the customer reads who takes over, and that they need not repeat themselves', () => {
  const { text } = completed();
  expect(text).toMatch(/^I am sorry, Ada, that I could not solve this for you\. /);
  expect(text).toMatch(/senior specialist who has the authority/);
  expect(text).toMatch(/not have to repeat yourself/);
});
