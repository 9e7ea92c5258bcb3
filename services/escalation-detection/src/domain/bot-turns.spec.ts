import { storyOf } from '@warmline/testing/story';
import { assessedAs, conversationEvents, handedOver, offered, policy } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';

const given = storyOf(escalation(policy));

test('the first answer with low confidence is an offer, the second in a row a hand-off', () => {
  const a = conversationEvents();
  given(a.started(), a.says('Is it waterproof?'))
    .when(a.answers('Perhaps.', { confidence: 0.39 }))
    .then(assessedAs('offer', ['bot.low-confidence']), offered());
  const b = conversationEvents();
  given(b.started(), b.says('Is it waterproof?'), b.answers('Perhaps.', { confidence: 0.39 }))
    .when(b.answers('It may be.', { confidence: 0.2 }))
    .then(
      assessedAs('immediate', ['bot.low-confidence']),
      handedOver({ reasons: ['low_confidence'], metadata: { ai_confidence: 0.2 } }),
    );
});

test('a confident answer in between resets the streak; at the threshold nothing fires', () => {
  const { started, says, answers, chooses } = conversationEvents();
  const past = [
    started(),
    says('Is it waterproof?'),
    answers('Perhaps.', { confidence: 0.3 }),
    chooses('decline-offer'),
    answers('Yes.', { confidence: 0.9 }),
  ];
  given(...past)
    .when(answers('It may be.', { confidence: 0.3 }))
    .then(assessedAs('none', ['bot.low-confidence']));
  const b = conversationEvents();
  given(b.started(), b.says('Is it waterproof?'))
    .when(b.answers('I think so.', { confidence: 0.4 }))
    .thenNothing();
});

test('the same answer for the third time is a confusion loop', () => {
  const { started, says, answers } = conversationEvents();
  const same = 'Please enter your order number in the form.';
  const past = [
    started(),
    says('It has no number'),
    answers(same),
    says('I bought it in the shop'),
    answers(same),
    says('There is none'),
  ];
  given(...past)
    .when(answers(same))
    .then(assessedAs('immediate', ['bot.confusion-loop']), handedOver({ reasons: ['confusion_loop'] }));
});

test('a bot at a loss for the third time is a confusion loop, whatever its words', () => {
  const { started, says, answers } = conversationEvents();
  const past = [
    started(),
    says('my door does not shut'),
    answers('Sorry, I did not get that.'),
    says('the hinge is loose'),
    answers('Could you rephrase?'),
    says('it squeaks'),
  ];
  given(...past)
    .when(answers("I'm not sure I understand."))
    .then(assessedAs('immediate', ['bot.confusion-loop']), handedOver({ reasons: ['confusion_loop'] }));
});

test('a short courtesy may be repeated any number of times', () => {
  const { started, answers } = conversationEvents();
  given(started(), answers('You are welcome.'), answers('You are welcome.'))
    .when(answers('You are welcome.'))
    .thenNothing();
});

test.each([
  ['an error', 'Sorry', { error: 'error' as const }],
  ['a time-out', '', { error: 'timeout' as const }],
  ['an empty answer', '  ', {}],
])('%s of the bot hands off at once, exactly once', (_, text, bot) => {
  const { started, says, answers } = conversationEvents();
  const past = [started(), says('Where is my parcel?')];
  const failed = answers(text, bot);
  given(...past)
    .when(failed)
    .then(assessedAs('immediate', ['bot.failure']), handedOver({ reasons: ['bot_failure'] }));
  given(...past, failed)
    .when(answers('', { error: 'empty' }))
    .thenNothing();
});

test('the fourth switch between unrelated subjects is an offer; related ones do not count', () => {
  const { started, answers } = conversationEvents();
  const turns = ['order', 'delivery', 'billing', 'account', 'pricing'].map((subject, n) =>
    answers(`Answer number ${n} on ${subject}`, { subject }),
  );
  given(started(), ...turns)
    .when(answers('And now to your order', { subject: 'order' }))
    .then(assessedAs('offer', ['bot.subject-switches']), offered());
});

test("a refund above the limit in the bot's entities hands off and states the limit", () => {
  const { started, says, answers } = conversationEvents();
  const result = given(started(), says('I sent the sofa back, please refund it')).when(
    answers('That was this order?', { intent: 'refund_request', entities: { refund_amount: '1.250,00 €' } }),
  );
  result.then(assessedAs('immediate', ['stakes.refund']), handedOver({ subject: 'billing' }));
  expect(result.outputs[1]?.data).toMatchObject({
    text: expect.stringContaining("For refunds over $500 I'll connect you with our billing team."),
  });
});

describe('an opportunity', () => {
  const customer = { customerId: 'c-7', consideringEnterprise: true, engagement: 0.84 };

  test('is reported and offered when an engaged customer who considers an enterprise plan asks for prices', () => {
    const { started, says } = conversationEvents();
    given(started(customer))
      .when(says('How are your plans priced? What does the yearly plan cost?'))
      .then(
        assessedAs('offer', ['opportunity.enterprise']),
        { type: 'OpportunityDetected', data: { engagement: 0.84, rules: ['opportunity.enterprise'] } },
        offered({ reasons: ['opportunity'] }),
      );
  });

  test('accepted, becomes a hand-off of type opportunity to the enterprise team', () => {
    const { started, says, chooses } = conversationEvents();
    given(started(customer), says('What does the yearly plan cost?'))
      .when(chooses('accept-offer'))
      .then(handedOver({ type: 'opportunity', subject: 'enterprise', sentiment_recovery: false }));
  });

  test('is not detected without engagement, prices or interest', () => {
    const a = conversationEvents();
    given(a.started({ ...customer, engagement: 0.8 }))
      .when(a.says('What does the yearly plan cost?'))
      .then(assessedAs('none'));
    const b = conversationEvents();
    given(b.started(customer)).when(b.says('Where is my parcel?')).then(assessedAs('none'));
    const c = conversationEvents();
    given(c.started({ customerId: 'c-8', engagement: 0.9 }))
      .when(c.says('What does the yearly plan cost?'))
      .then(assessedAs('none'));
  });

  test('counts five different turns on prices as full engagement where none is reported', () => {
    const { started, says } = conversationEvents();
    const asked = [
      'your pricing please',
      'plans for 5 people: cost?',
      'what does the premium tier cost?',
      'subscription rates in euros',
    ];
    const past = [started({ customerId: 'c-9', consideringEnterprise: true }), ...asked.map((text) => says(text))];
    const result = given(...past).when(says('and the enterprise annual discounts?'));
    expect(result.outputs.map((one) => one.type)).toContain('OpportunityDetected');
  });
});

test.each(['nein danke', 'non merci', 'no gracias', 'لا شكرا', 'no thanks'])(
  '“%s” to an offer is no second negative message, whatever its score',
  (text) => {
    const { started, says } = conversationEvents();
    given(started(), says('This is taking long', 0.74)).when(says(text, 0.8)).then(assessedAs('none'));
  },
);
