import { storyOf } from '@warmline/testing/story';
import {
  assessedAs,
  conversationEvents,
  handedOver,
  loadDirectPolicy,
  offered,
  policy,
} from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';

const given = storyOf(escalation(policy));

describe('assessment', () => {
  test('a harmless question is assessed with none, once', () => {
    const { started, says } = conversationEvents();
    given(started()).when(says('Where is my parcel?')).then(assessedAs('none'));
  });

  test('a harmless bot turn, an agent and the system are not assessed', () => {
    const { started, says, answers } = conversationEvents();
    given(started(), says('Where is my parcel?'))
      .when(answers('It is on its way.', { confidence: 0.9 }))
      .thenNothing();
  });

  test('a message without a score is decided without it and marked degraded', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(says('Where is my parcel?', null))
      .then({ type: 'EscalationAssessed', data: { verdict: 'none', degraded: true } });
  });
  test('a message is assessed with none while an agent has the conversation', () => {
    const { started, pressesTalkToHuman, says } = conversationEvents();
    given(started(), pressesTalkToHuman()).when(says('Cancel my account!!!', 0.95)).then(assessedAs('none'));
  });
  test('an event of an ended conversation is skipped', () => {
    const { started, ended, says } = conversationEvents();
    const { verdict: is } = { verdict: given(started(), ended()).when(says('Hello?')) };
    expect(is.outputs).toEqual([]);
    expect(is.state).toBeNull();
  });
});

describe('an offer', () => {
  test('is made once for profanity, with the rule and a text', () => {
    const { started, says } = conversationEvents();
    const result = given(started()).when(says('where is my damn parcel'));
    result.then(
      assessedAs('offer', ['emotional.profanity']),
      offered({ rules: ['emotional.profanity'], reasons: ['profanity'] }),
    );
    expect(result.state?.is).toBe('offered');
  });
  test('that was declined is not repeated by the same rule', () => {
    const { started, says, chooses, answers } = conversationEvents();
    const past = [started(), says('where is my damn parcel'), chooses('decline-offer')];
    const calm = [says('it is number 12'), says('and the address is right'), answers('Thank you.')];
    given(...past, ...calm)
      .when(says('I need the damn invoice'))
      .then(assessedAs('none', ['emotional.profanity']));
  });
  test('is made again when something new fires after a decline', () => {
    const { started, says, chooses } = conversationEvents();
    const past = [
      started(),
      says('where is my damn parcel'),
      chooses('decline-offer'),
      says('number 12'),
      says('to Oslo'),
      says('by post'),
    ];
    given(...past)
      .when(says('please make an exception for me'))
      .then(assessedAs('offer', ['complexity.policy-exception']), offered());
  });
  test('that is accepted hands off with the rules it was made for', () => {
    const { started, says, chooses } = conversationEvents();
    given(started(), says('please make an exception for me'))
      .when(chooses('accept-offer'))
      .then(handedOver({ reasons: ['policy_exception'], rules: ['complexity.policy-exception'], type: 'support' }));
  });
  test('that is accepted twice hands off once', () => {
    const { started, says, chooses } = conversationEvents();
    given(started(), says('please make an exception for me'), chooses('accept-offer'))
      .when(chooses('accept-offer'))
      .thenNothing();
  });
});

describe('emotional triggers', () => {
  test('hand off when two fire within three messages', () => {
    const { started, says } = conversationEvents();
    given(started(), says('where is my damn parcel'), says('number 12'))
      .when(says('ANSWER ME RIGHT NOW'))
      .then(
        assessedAs('immediate', ['emotional.capitals']),
        handedOver({ senior_first: true, sentiment_recovery: true }),
      );
  });
  test('hand off when two fire in one message', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(says('WHERE IS MY PARCEL???'))
      .then(assessedAs('immediate', ['emotional.marks', 'emotional.capitals']), handedOver());
  });

  test('do not add up when the second fires three messages later', () => {
    const { started, says } = conversationEvents();
    const past = [started(), says('where is my damn parcel'), says('number 12'), says('to Oslo')];
    given(...past)
      .when(says('ANSWER ME RIGHT NOW'))
      .then(assessedAs('offer', ['emotional.capitals']), offered());
  });

  test('hand off at the second negative message, the first is an offer', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(says('This is taking long', 0.7))
      .then(assessedAs('offer', ['sentiment.negative']), offered());
    const other = conversationEvents();
    given(other.started(), other.says('This is taking long', 0.74), other.says('number 12', 0.5))
      .when(other.says('I had hoped for more', 0.8))
      .then(assessedAs('immediate', ['sentiment.negative']), handedOver({ reasons: ['negative_sentiment'] }));
  });

  test.each(['4711', 'AB-1234', '👋', 'no gracias'])(
    'do not count a message that cannot be scored as the second one: "%s"',
    (text) => {
      const { started, says, answers } = conversationEvents();
      const unscored = says(text, 0.74);
      given(started(), says('This is taking long', 0.74), answers('I am sorry. What is your order number?'))
        .when({ ...unscored, score: { ...unscored.score, score: 0, pNegative: 0, label: 'unknown' } })
        .then(assessedAs('none', []));
    },
  );

  test('report a value just below the threshold as a near miss', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(says('This is taking long', 0.65))
      .then({
        type: 'EscalationAssessed',
        data: { verdict: 'none', nearMisses: [{ rule: 'sentiment.negative', value: 0.65, threshold: 0.7 }] },
      });
  });
});

describe('a question asked again', () => {
  const first = 'Why has my parcel not arrived yet?';
  test('is an offer the second time and a hand-off the third, in other words too', () => {
    const a = conversationEvents();
    given(a.started(), a.says(first), a.answers('It is on its way.'))
      .when(a.says('so why has the parcel still not arrived?'))
      .then(assessedAs('offer', ['emotional.repeated-question']), offered());
    const b = conversationEvents();
    given(
      b.started(),
      b.says(first),
      b.answers('It is on its way.'),
      b.says('And why has my parcel not arrived?'),
      b.answers('Soon.'),
    )
      .when(b.says('why has my parcel not arrived yet'))
      .then(
        assessedAs('immediate', ['bot.confusion-loop']),
        handedOver({ reasons: ['confusion_loop', 'frustration'] }),
      );
  });

  test('does not count answers to the bot', () => {
    const { started, says, answers } = conversationEvents();
    given(started(), says('Elm Street 12, Oslo'), answers('Is that right?'))
      .when(says('Elm Street 12, Oslo'))
      .then(assessedAs('none'));
  });
});

describe('a request for a person', () => {
  test('by the control hands off at once, without an assessment', () => {
    const { started, pressesTalkToHuman } = conversationEvents();
    given(started())
      .when(pressesTalkToHuman())
      .then(handedOver({ reasons: ['human_request'], poolId: 'default', seq: 2 }));
  });

  test('by the control with details adds them to the same hand-off', () => {
    const { started, pressesTalkToHuman } = conversationEvents();
    const result = given(started()).when(pressesTalkToHuman('Order 77, please hurry'));
    result.then(handedOver(), { type: 'HandoffContextAdded', data: { details: 'Order 77, please hurry' } });
    const ids = result.outputs.map((one) => (one.data as { handoffId: string }).handoffId);
    expect(ids[0]).toBe(ids[1]);
  });

  test('made twice gives one hand-off, and the details go to it', () => {
    const { started, pressesTalkToHuman } = conversationEvents();
    given(started(), pressesTalkToHuman()).when(pressesTalkToHuman()).thenNothing();
    const b = conversationEvents();
    given(b.started(), b.pressesTalkToHuman())
      .when(b.chooses('share-details', { details: 'The blue one' }))
      .then({ type: 'HandoffContextAdded', data: { details: 'The blue one', poolId: 'default' } });
  });

  test('in words hands off, whatever the policy says about offers', () => {
    const { started, says } = conversationEvents();
    given(started())
      .when(says('let me talk to a real person'))
      .then(assessedAs('immediate', ['emotional.human-request']), handedOver());
  });
});

describe('a hand-back', () => {
  test('to the bot before an agent took over withdraws the hand-off', () => {
    const { started, pressesTalkToHuman, owned, chooses } = conversationEvents();
    given(started(), pressesTalkToHuman(), owned('queue'))
      .when(chooses('back-to-bot'))
      .then({ type: 'HandoffWithdrawn', data: { reason: 'back-to-bot' } });
  });

  test('by the end of the conversation in the queue withdraws it too and deletes the state', () => {
    const { started, pressesTalkToHuman, ended } = conversationEvents();
    const result = given(started(), pressesTalkToHuman()).when(ended());
    result.then({ type: 'HandoffWithdrawn', data: { reason: 'ended' } });
    expect(result.state).toBeNull();
  });

  test('after an agent took over withdraws nothing', () => {
    const { started, pressesTalkToHuman, owned, ended } = conversationEvents();
    given(started(), pressesTalkToHuman(), owned('queue'), owned('agent')).when(ended()).thenNothing();
  });

  test('keeps earlier turns from firing again', () => {
    const { started, says, owned } = conversationEvents();
    const past = [
      started(),
      says('This is taking long', 0.75),
      says('I had hoped for more', 0.8),
      owned('agent'),
      owned('bot'),
    ];
    given(...past)
      .when(says('Thank you, one more thing: where is the invoice?', 0.4))
      .then(assessedAs('none'));
    given(...past)
      .when(says('where is my damn invoice', 0.75))
      .then(assessedAs('offer', ['emotional.profanity', 'sentiment.negative']), offered());
  });
});

test('with the direct policy each stakes, emotional and complexity trigger hands off at once', () => {
  const result = storyOf(escalation(loadDirectPolicy()));
  for (const text of [
    'where is my damn parcel',
    'Where is my parcel???',
    'please make an exception for me',
    'We need a custom quote',
  ]) {
    const { started, says } = conversationEvents();
    expect(
      result(started())
        .when(says(text))
        .outputs.map((one) => one.type),
    ).toEqual(['EscalationAssessed', 'HandoffRequested']);
  }
});

test('the same conversation with the same policy gives the same verdicts', () => {
  const past = () => {
    const { started, says, answers } = conversationEvents();
    return [
      started(),
      says('I want a refund of $480', 0.5),
      answers('Which order?', { confidence: 0.5 }),
      says('WHERE IS IT???', 0.72),
    ];
  };
  expect(given(...past()).state()).toEqual(storyOf(escalation(policy))(...past()).state());
});
