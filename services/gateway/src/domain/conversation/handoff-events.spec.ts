import { describe, expect, test } from '@jest/globals';
import {
  ada,
  assessedAs,
  assignedTo,
  botSays,
  chooses,
  closedBy,
  ends,
  given,
  message,
  notice,
  offered,
  owner,
  payload,
  requested,
  resolves,
  returnedBy,
  scoreMissed,
  starts,
  writes,
} from '../story.fixtures.ts';

const withBot = [starts({}, 0), writes('Where is my order?', 1)];
const queued = [...withBot, requested()];
const withAgent = [...queued, assignedTo('mia')];
const textOf = (result: { outputs: readonly { type: string; data: unknown }[] }): string => {
  const said = result.outputs.find(({ type }) => type === 'MessagePosted');
  return (said?.data as { text?: string } | undefined)?.text ?? '';
};

describe('an offer', () => {
  test('asks the customer, and the bot stays the owner', () => {
    given(...withBot)
      .when(offered('o-1'))
      .thenEmits(message('Shall I connect you?'), notice('handoff-offer', { offerId: 'o-1' }));
    given(...withBot, offered('o-1'))
      .when(botSays('It is on its way.', { epoch: 1 }))
      .thenResponds(201);
  });

  test('comes too late for a customer who waits or has an agent', () => {
    for (const past of [queued, withAgent])
      given(...past)
        .when(offered('o-1'))
        .thenNothing();
  });
});

describe('a request', () => {
  test('announces the hand-off with the notice of the policy before the conversation leaves the bot', () => {
    given(...withBot)
      .when(requested())
      .thenAddsToTimeline(message('I am connecting you with a senior specialist.'), owner('queue', 'h-1', 2));
  });

  test('received twice counts once', () => {
    given(...queued)
      .when(requested())
      .thenNothing();
  });

  test('ends the offer that led to it', () => {
    given(...withBot, offered('o-1'), requested())
      .when(chooses('accept-offer', { offerId: 'o-1' }))
      .thenResponds(409);
  });
});

describe('an agent who joins', () => {
  test('is introduced with name and team, greets the customer by name, and names the issue and the facts passed on', () => {
    const introduction = given(...queued).when(assignedTo('mia'));
    introduction.thenEmits(
      owner('agent', 'mia', 3),
      'MessagePosted',
      notice('agent-joined', { agentName: 'Mia Torres' }),
    );
    expect(textOf(introduction)).toBe(
      'Ada, Mia Torres from the retention team is with you now. Mia knows this is about your cancellation (“I cancelled order #12345 by phone last week and it was shipped anyway”), and has a summary, our whole conversation and what was tried, so you need not repeat anything.',
    );
  });

  test('is introduced without a name and without the issue when neither is known', () => {
    expect(textOf(given(starts({ customer: undefined })).when(assignedTo('mia')))).toBe(
      'I am handing you over to a colleague. Mia Torres from the retention team is with you now. Mia knows what this is about, and has a summary, our whole conversation and what was tried, so you need not repeat anything.',
    );
  });

  test('gets an introduction without a quote where nothing of the customer may be repeated', () => {
    const context = { ...payload().context, now: { text: '“damn”', messageIds: ['m-1'] } };
    const rude = given(...withBot, requested('h-1', { reasons: ['profanity'], context })).when(assignedTo('mia'));
    expect(textOf(rude)).toContain('Mia knows this is about your cancellation, and has');
  });
});

describe('topics without an order between them', () => {
  test('an assignment before its request: the customer gets announcement and introduction, and the request adds only its issue', () => {
    const early = given(...withBot).when(assignedTo('mia'));
    early.thenEmits(
      owner('agent', 'mia', 2),
      message(/^I am handing you over to a colleague\. Ada, Mia/),
      notice('agent-joined'),
    );
    given(...withBot, assignedTo('mia'))
      .when(requested())
      .thenNothing();
    const lost = given(...withBot, assignedTo('mia'), requested(), returnedBy('mia')).when(assignedTo('ben'));
    expect(textOf(lost)).toContain('Ben knows this is about your cancellation');
  });

  test('an assignment and its end before the request: the request changes nothing', () => {
    given(...withBot, assignedTo('mia'), closedBy('mia'))
      .when(requested())
      .thenNothing();
  });

  test('an assignment of another hand-off takes the waiting customer out of the queue', () => {
    const { state } = given(...queued)
      .when(assignedTo('ben', 'h-2'))
      .thenEmits(
        { type: 'CustomerLeft', data: { handoffId: 'h-1', reason: 'back-to-bot' } },
        owner('agent', 'ben', 3),
        'MessagePosted',
        'CustomerNotified',
      );
    expect(state?.handoff).toMatchObject({ is: 'assigned', handoffId: 'h-2' });
  });

  test.each([
    ['went back to the bot', [chooses('back-to-bot', { handoffId: 'h-1' })]],
    ['ended the conversation', [ends()]],
    ['ended the conversation and came back', [ends(), writes('Hello again')]],
  ])('an assignment after the customer %s is not heard, and sets the agent free again', (_what, leaving) => {
    const { state } = given(...queued, ...leaving)
      .when(assignedTo('mia'))
      .thenEmits({ type: 'CustomerLeft', data: { handoffId: 'h-1', reason: 'back-to-bot' } })
      .thenAddsToTimeline();
    expect(state?.handoff).toBeNull();
  });
});

describe('an agent who leaves', () => {
  test('while they resolved the conversation leaves nobody waiting: routing is told that the customer is gone', () => {
    given(...withAgent, resolves('mia'))
      .when(returnedBy('mia'))
      .thenEmits({ type: 'CustomerLeft', data: { handoffId: 'h-1', reason: 'back-to-bot' } })
      .thenAddsToTimeline();
    given(...withAgent, resolves('mia'))
      .when(returnedBy('ben', 'declined', 'h-1', 'of-2'))
      .thenNothing();
  });

  test('returns the conversation to the queue, and the customer hears who left and why', () => {
    given(...withAgent)
      .when(returnedBy('mia'))
      .thenEmits(
        message(
          'Ada, I am sorry: the connection to Mia was lost. You keep your place, and whoever comes next has everything you told us.',
        ),
        owner('queue', 'h-1', 4),
      );
    given(...withAgent)
      .when(returnedBy('mia', 'transferred'))
      .thenEmits(message(/^Ada, Mia is passing you on to the colleague/), owner('queue', 'h-1', 4));
  });

  test('can no longer write, and the next agent can', () => {
    const { state } = given(...withAgent, returnedBy('mia')).when(assignedTo('ben'));
    expect(state?.owner).toEqual({ kind: 'agent', id: 'ben', epoch: 5 });
  });

  test('causes no notice when they only declined, or had left before', () => {
    for (const past of [queued, [...withAgent, returnedBy('mia'), assignedTo('ben')]])
      given(...past)
        .when(returnedBy('mia', 'declined'))
        .thenNothing();
  });

  test('after the customer has left puts nobody in the queue', () => {
    given(...withAgent, ends())
      .when(returnedBy('mia'))
      .thenEmits({ type: 'CustomerLeft', data: { handoffId: 'h-1', reason: 'ended' } });
  });
});

describe('an assessment', () => {
  test('keeps the strongest verdict and the sequence of the last assessed message', () => {
    const lines = [
      assessedAs(2, 'offer', ['a']),
      assessedAs(4, 'immediate', ['b']),
      assessedAs(3, 'none'),
      scoreMissed(6),
    ];
    expect(given(...withBot, ...lines).state()?.assessment).toMatchObject({
      throughSeq: 4,
      verdict: 'immediate',
      rules: ['b'],
      unscoredSeqs: [6],
    });
    given(...withBot)
      .when(assessedAs(2, 'offer'))
      .thenNothing();
  });
});

test('the hand-off of these tests is valid by its contract', () => {
  given(...withBot)
    .when(requested())
    .thenResponds(200);
  expect(payload().context.customer).toEqual(ada);
});
