import type { DataOf } from '@warmline/contracts';
import { storyOf } from '@warmline/testing/story';
import { assessedAs, conversationEvents, handedOver, offered, policy } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';

const given = storyOf(escalation(policy));

describe('an offer', () => {
  test('that is open is not repeated by the same rule', () => {
    const { started, says } = conversationEvents();
    given(started(), says('please make an exception for me'))
      .when(says('can you make an exception to the policy?'))
      .then(assessedAs('none', ['complexity.policy-exception']));
  });

  test('that was declined stays declined for its rule over any number of calm turns', () => {
    const { started, says, chooses, answers } = conversationEvents();
    const calm = Array.from({ length: 12 }, (_, n) => [
      says(`detail ${n} of the parcel`),
      answers(`Noted, ${n}.`),
    ]).flat();
    const past = [started(), says('please make an exception for me'), chooses('decline-offer'), ...calm];
    given(...past)
      .when(says('can you make an exception to the policy?'))
      .then(assessedAs('none', ['complexity.policy-exception']));
    given(...past)
      .when(says('where is my damn parcel'))
      .then(assessedAs('offer', ['emotional.profanity']), offered());
  });

  test('does not block an immediate verdict, and its rules go into the hand-off', () => {
    const { started, says } = conversationEvents();
    given(started(), says('please make an exception for me'))
      .when(says('someone has stolen my card and is using it'))
      .then(
        assessedAs('immediate', ['stakes.security']),
        handedOver({ rules: ['stakes.security', 'complexity.policy-exception'] }),
      );
  });
});

describe('a request for a person is always obeyed', () => {
  const words = 'let me talk to a real person';
  test('after a declined offer', () => {
    const { started, says, chooses } = conversationEvents();
    given(started(), says('please make an exception for me'), chooses('decline-offer'))
      .when(says(words))
      .then(assessedAs('immediate', ['emotional.human-request']), handedOver({ reasons: ['human_request'] }));
  });

  test('after a decline and a second request, and after a hand-back', () => {
    const { started, says, pressesTalkToHuman, owned } = conversationEvents();
    const past = [started(), says(words), owned('queue'), owned('agent'), owned('bot')];
    given(...past)
      .when(says(words))
      .then(assessedAs('immediate', ['emotional.human-request']), handedOver());
    given(...past)
      .when(pressesTalkToHuman())
      .then(handedOver({ reasons: ['human_request'] }));
  });

  test('after going back to the bot from the queue', () => {
    const { started, pressesTalkToHuman, owned, chooses } = conversationEvents();
    given(started(), pressesTalkToHuman(), owned('queue'), chooses('back-to-bot'), owned('bot'))
      .when(pressesTalkToHuman())
      .then(handedOver({ reasons: ['human_request'] }));
  });

  test('without a score, and as the first message', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(says(words, null))
      .then(assessedAs('immediate', ['emotional.human-request']), handedOver());
  });
});

describe('a conversation opened again', () => {
  const angry = () => {
    const l = conversationEvents();
    const past = [
      l.started(),
      l.says('please make an exception for me', 0.75),
      l.chooses('decline-offer'),
      l.says('I had hoped for more', 0.6),
      l.ended(),
      { ...l.started(), at: 1_760_000_900_000 },
    ];
    return { ...l, past };
  };

  test('starts with empty counters and no offers', () => {
    const { past, says } = angry();
    given(...past)
      .when(says('This is taking long', 0.75))
      .then(assessedAs('offer', ['sentiment.negative']), offered());
    given(...past)
      .when(says('please make an exception for me'))
      .then(assessedAs('offer', ['complexity.policy-exception']), offered());
  });

  test('hands off with the turns, duration and sentiment of the new conversation only', () => {
    const { past, says, pressesTalkToHuman } = angry();
    const result = given(...past, says('Where is the invoice?', 0.2)).when(pressesTalkToHuman());
    const [{ context }] = result.outputs.map((one) => one.data as DataOf<'HandoffRequested'>) as [
      DataOf<'HandoffRequested'>,
    ];
    expect(context.summary).toMatchObject({ messages: 1, session_start: 1_760_000_900_000, duration_s: 2 });
    expect(context.sentiment.scores).toHaveLength(1);
  });
});

describe('earlier hand-offs', () => {
  const returned = (previousEscalations?: number) => {
    const { started, says, pressesTalkToHuman, owned } = conversationEvents();
    const customer = { customerId: 'c-7', ...(previousEscalations !== undefined && { previousEscalations }) };
    const past = [started(customer), says('Where is it?'), pressesTalkToHuman(), owned('agent'), owned('bot')];
    return given(...past).when(pressesTalkToHuman()).outputs[0]?.data as DataOf<'HandoffRequested'>;
  };

  test('of this conversation are added to those the channel reports', () => {
    expect(returned(2).context.customer?.previousEscalations).toBe(3);
  });

  test('are still listed as missing where the channel reports none', () => {
    const { context } = returned();
    expect(context.customer?.previousEscalations).toBeUndefined();
    expect(context.missing).toContain('customer.previousEscalations');
  });
});

describe('recovery', () => {
  const NOTE = 'Customer frustrated by bot limitations; empathy first, solution second.';
  test.each(['negative_sentiment', 'frustration', 'profanity'])('applies to the reason %s', (reason) =>
    expect(policy.recovery.reasons).toContain(reason),
  );

  test('comes with senior first, an apology and an agent note', () => {
    const { started, says, answers } = conversationEvents();
    const result = given(started(), answers('It was sent.')).when(says('WHERE IS MY PARCEL???'));
    result.then(
      { type: 'EscalationAssessed' },
      handedOver({ sentiment_recovery: true, senior_first: true, agent_note: NOTE }),
    );
    expect(result.outputs[1]?.data).toMatchObject({ text: expect.stringMatching(/sorry.*senior specialist/) });
  });

  test('comes without an apology for a bot that has not spoken', () => {
    const { started, says } = conversationEvents();
    const result = given(started()).when(says('WHERE IS MY PARCEL???'));
    expect(result.outputs[1]?.data).toMatchObject({
      sentiment_recovery: true,
      agent_note: 'Customer upset; empathy first, solution second.',
      text: expect.not.stringMatching(/sorry/),
    });
  });

  test('does not apply to a calm customer, and then there is no note', () => {
    const { started, pressesTalkToHuman } = conversationEvents();
    const result = given(started()).when(pressesTalkToHuman());
    result.then(handedOver({ sentiment_recovery: false, senior_first: false }));
    expect(result.outputs[0]?.data).not.toHaveProperty('agent_note');
  });

  test('still applies when an offer made in anger is accepted calmly', () => {
    const { started, says, answers, chooses } = conversationEvents();
    given(started(), says('where is my damn parcel'), answers('Which one?'), says('number 12'))
      .when(chooses('accept-offer'))
      .then(handedOver({ sentiment_recovery: true, agent_note: NOTE }));
  });
});

test('an opportunity is reported once, however often the customer asks for prices', () => {
  const { started, says, chooses } = conversationEvents();
  const customer = { customerId: 'c-7', consideringEnterprise: true, engagement: 0.84 };
  const past = [started(customer), says('What does the yearly plan cost?'), chooses('decline-offer')];
  const result = given(...past).when(says('And what does the monthly plan cost?'));
  expect(result.outputs.map((one) => one.type)).toEqual(['EscalationAssessed']);
});
