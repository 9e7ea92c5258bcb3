import { describe, test } from '@jest/globals';
import type { DataOf, IntentScores } from '@warmline/contracts';
import { storyOf } from '@warmline/testing/story';
import { assessedAs, conversationEvents, handedOver, policy } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';

const given = storyOf(escalation(policy));
const harmless: IntentScores = {
  none: 1,
  security: 0,
  billing_dispute: 0,
  cancellation: 0,
  human_request: 0,
  legal: 0,
  refund: 0,
  profanity: 0,
  policy_exception: 0,
  frustration: 0,
};
type Intents = DataOf<'SentimentScored'>['intents'];
type Message = ReturnType<ReturnType<typeof conversationEvents>['says']>;

const judged = (message: Message, intents: Intents) => ({ ...message, score: { ...message.score, intents } });
/** The message as one whose encoder gives this probability to an intent. */
const heard = (message: Message, intent: keyof IntentScores, probability: number) =>
  judged(message, {
    model: 'm-1',
    gate: 1,
    scores: { ...harmless, none: 1 - probability, ...(intent === 'none' ? { none: 1 } : { [intent]: probability }) },
  });
const unsuspected = (message: Message) => judged(message, { model: 'm-1', gate: 0.01 });

describe('what words suspect', () => {
  test('hands over where the encoder confirms it', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(heard(says('my card was stolen'), 'security', 0.6))
      .then(assessedAs('immediate', ['stakes.security']), handedOver());
  });

  test('is a near miss where the encoder finds the message harmless', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(heard(says('my card was stolen'), 'security', 0.1))
      .then({
        type: 'EscalationAssessed',
        data: { verdict: 'none', rules: [], nearMisses: [{ rule: 'stakes.security', threshold: 0.3 }] },
      });
  });

  test('is a near miss where not even the gate suspects anything', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(unsuspected(says('my card was stolen')))
      .then(assessedAs('none', []));
  });

  test('hands over where nobody read the message: another language, or no model', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(says('my card was stolen'))
      .then(assessedAs('immediate', ['stakes.security']), handedOver());
  });
});

describe('the encoder never doubts', () => {
  test.each(['I want to talk to a human', 'connect me to an agent please', 'get me a supervisor'])(
    'a plain request for a person: %s',
    (text) => {
      const { started, says } = conversationEvents();
      given(started())
        .when(heard(says(text), 'none', 1))
        .then(assessedAs('immediate', ['emotional.human-request']), handedOver());
    },
  );

  test('a yes to a bot that offers an agent', () => {
    const { started, says, answers } = conversationEvents();
    given(started(), says('hm'), answers('Shall I connect you with a colleague?'))
      .when(heard(says('yes please'), 'none', 1))
      .then(assessedAs('immediate', ['emotional.human-request']), handedOver());
  });

  test('profanity', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(heard(says('where is my damn parcel'), 'none', 1))
      .then(assessedAs('offer', ['emotional.profanity']), { type: 'HandoffOffered' });
  });
});

describe('the encoder alone', () => {
  const unusual = 'a burglar has been inside my savings';

  test('fires the rule of its intent where it is nearly certain, with its probability as evidence', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(heard(says(unusual), 'security', 0.98))
      .then(
        {
          type: 'EscalationAssessed',
          data: {
            verdict: 'immediate',
            evidence: [{ rule: 'stakes.security', text: unusual, value: 0.98, threshold: 0.965 }],
          },
        },
        handedOver({ rules: ['stakes.security'] }),
      );
  });

  test('gives the probability of any intent as evidence, which is what the threshold is compared with', () => {
    const { started, says } = conversationEvents();
    const scores = { ...harmless, none: 0.02, security: 0.7, cancellation: 0.28 };
    given(started())
      .when(judged(says(unusual), { model: 'm-1', gate: 1, scores }))
      .then(
        {
          type: 'EscalationAssessed',
          data: { evidence: [{ rule: 'stakes.security', value: 0.98, threshold: 0.965 }] },
        },
        handedOver({ rules: ['stakes.security'] }),
      );
  });

  test('fires nothing where it is only likely', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(heard(says(unusual), 'security', 0.9))
      .then(assessedAs('none', []));
  });

  test('offers an agent to a frustrated customer, whatever their words', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(heard(says('I would give no stars if there were such a thing'), 'frustration', 0.98))
      .then(assessedAs('offer', ['sentiment.negative']), { type: 'HandoffOffered' });
  });

  test('fires nothing where a refund is likeliest: that needs an amount above the limit', () => {
    const { started, says } = conversationEvents();
    const scores = { ...harmless, none: 0.02, refund: 0.9, frustration: 0.08 };
    given(started())
      .when(judged(says('please send the money back'), { model: 'm-1', gate: 1, scores }))
      .then(assessedAs('none', []));
  });

  test('hears no anger in praise', () => {
    const { started, says } = conversationEvents();
    const { score, ...praise } = says('I am dying to get my hands on this! Killer product');
    if (score === null) throw new Error('the message has no score');
    given(started())
      .when(heard({ ...praise, score: { ...score, label: 'positive' } }, 'profanity', 0.99))
      .then(assessedAs('none', []));
  });

  test('fires nothing that the words refuse', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(heard(says('you are better than any human agent I talked to'), 'human_request', 0.99))
      .then(assessedAs('none', []));
  });

  test('fires nothing on a plain answer to the bot', () => {
    const { started, says, answers } = conversationEvents();
    given(started(), says('hi'), answers('Shall I connect you with a colleague?'))
      .when(heard(says('not now'), 'human_request', 0.99))
      .then(assessedAs('none', []));
  });
});
