import { describe, expect, test } from '@jest/globals';
import type { DataOf, Policy } from '@warmline/contracts';
import { storyOf } from '@warmline/testing/story';
import { assessedAs, conversationEvents, handedOver, offered, policy } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';

const emergency = { id: 'emergency', when: 'the customer mentions a medical emergency', verdict: 'immediate' } as const;
const press = { id: 'press', when: 'the customer writes for a newspaper', verdict: 'offer' } as const;
const moving = { id: 'moving', when: 'the customer is moving house', verdict: 'offer' } as const;
const guided: Policy = { ...policy, guidance: [press, moving, emergency] };
const given = storyOf(escalation(guided));

type Message = ReturnType<ReturnType<typeof conversationEvents>['says']>;
const judged = (message: Message, matched: readonly string[], policyVersion = policy.version) => {
  const guidance: DataOf<'SentimentScored'>['guidance'] = { model: 'small-1', policyVersion, matched: [...matched] };
  return { ...message, score: { ...message.score, guidance } };
};

describe('an entry of the guidance that applies to a message', () => {
  test('hands off where its verdict is immediate, with the message and its own words as evidence', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(judged(says('my father collapsed in your shop'), ['emergency']))
      .then(
        {
          type: 'EscalationAssessed',
          data: {
            verdict: 'immediate',
            rules: ['guidance.matched'],
            reasons: ['guidance'],
            evidence: [
              {
                rule: 'guidance.matched',
                messageId: 'm-2',
                text: 'my father collapsed in your shop',
                guidance: { id: 'emergency', when: emergency.when },
              },
            ],
          },
        },
        handedOver({
          rules: ['guidance.matched'],
          metadata: {
            escalation_trigger: 'a situation the guidance names: the customer mentions a medical emergency',
          },
        }),
      );
  });

  test('offers where its verdict is an offer', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(judged(says('I am a reporter'), ['press']))
      .then(assessedAs('offer', ['guidance.matched']), offered({ reasons: ['guidance'] }));
  });

  test('leaves the strongest verdict to the strongest of several, and each is evidence', () => {
    const { started, says } = conversationEvents();
    const { outputs } = given(started()).when(judged(says('I am a reporter and I feel faint'), ['press', 'emergency']));
    expect(outputs[0]).toMatchObject({
      data: { verdict: 'immediate', evidence: [{ guidance: { id: 'emergency' } }, { guidance: { id: 'press' } }] },
    });
  });

  test('is not offered again, and another entry is', () => {
    const { started, says, chooses } = conversationEvents();
    const past = [
      started(),
      judged(says('I am a reporter'), ['press']),
      chooses('decline-offer'),
      judged(says('a reporter, as I said'), ['press']),
    ];
    const again = given(...past.slice(0, 3)).when(past[3] ?? started());
    again.then(assessedAs('none', ['guidance.matched']));
    given(...past)
      .when(judged(says('and I am moving house'), ['moving']))
      .then(assessedAs('offer', ['guidance.matched']), offered());
  });

  test('says in the hand-off what an accepted offer was about', () => {
    const { started, says, chooses } = conversationEvents();
    given(started(), judged(says('I am a reporter'), ['press']))
      .when(chooses('accept-offer'))
      .then(
        handedOver({
          metadata: { escalation_trigger: 'a situation the guidance names: the customer writes for a newspaper' },
        }),
      );
  });

  test('stands beside what the words of the message say', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(judged(says('I am a reporter and I will sue you'), ['press']))
      .then(assessedAs('immediate', ['stakes.legal', 'guidance.matched']), handedOver());
  });
});

describe('nothing fires', () => {
  const says = (matched: readonly string[], policyVersion?: string) => {
    const events = conversationEvents();
    return given(events.started()).when(judged(events.says('my father collapsed'), matched, policyVersion));
  };

  test('for a message that no entry applies to', () => says([]).then(assessedAs('none', [])));
  test('for an id that the pinned policy does not have', () => says(['retired']).then(assessedAs('none', [])));
  test('for a judgement by the guidance of another version', () =>
    says(['emergency'], 'other-1').then(assessedAs('none', [])));

  test('for a score without guidance: the model is off, late or failed', () => {
    const events = conversationEvents();
    given(events.started()).when(events.says('my father collapsed')).then(assessedAs('none', []));
  });

  test('for a message whose score did not arrive in time', () => {
    const events = conversationEvents();
    given(events.started()).when(events.says('my father collapsed', null)).then(assessedAs('none', []));
  });

  test('where the policy disables the rule', () => {
    const rules = { ...policy.rules, 'guidance.matched': { enabled: false, verdict: 'immediate' } as const };
    const events = conversationEvents();
    storyOf(escalation({ ...guided, rules }))(events.started())
      .when(judged(events.says('my father collapsed'), ['emergency']))
      .then(assessedAs('none', []));
  });
});

test('the same events give the same verdicts again, and no model is asked', () => {
  const events = conversationEvents();
  const past = [
    events.started(),
    judged(events.says('I am a reporter'), ['press']),
    events.chooses('decline-offer'),
    judged(events.says('a reporter, as I said'), ['press']),
  ];
  const last = judged(events.says('my father collapsed'), ['emergency']);
  const [once, again] = [given(...past).when(last), given(...past).when(last)];
  expect(again.outputs).toEqual(once.outputs);
  expect(again.state).toEqual(once.state);
});
