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
  returnedBy,
  s,
  scoreMissed,
  starts,
  waits,
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
  test('asks the customer, while the bot stays', () => {
    given(...withBot)
      .when(offered('o-1'))
      .thenEmits(message('Shall I connect you?'), notice('handoff-offer', { offerId: 'o-1' }));
    given(...withBot, offered('o-1'))
      .when(botSays('It is on its way.', { epoch: 1 }))
      .thenResponds(201);
  });

  test('comes too late for who waits already, or has a person', () => {
    for (const past of [queued, withAgent])
      given(...past)
        .when(offered('o-1'))
        .thenNothing();
  });
});

describe('a request', () => {
  test('warns the customer in the policy’s words before the conversation leaves the bot', () => {
    given(...withBot)
      .when(requested())
      .thenAddsToTimeline(
        message('I am connecting you with a senior specialist.'),
        owner('queue', 'h-1', 2),
        notice('queued', { choices: ['wait', 'callback', 'schedule-call', 'email', 'back-to-bot'] }),
      );
  });

  test('of the customer’s own also asks for details, for twenty seconds', () => {
    given(...withBot)
      .when({ ...requested('h-1', { reasons: ['human_request'] }), at: s(10) })
      .thenEmits('MessagePosted', 'OwnerChanged', notice('queued'), notice('share-details', { closesAt: s(30) }));
  });

  test('heard twice is one', () => {
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

describe('an agent who comes', () => {
  test('is introduced by name and team, to the customer by name, with the issue and what was passed on', () => {
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

  test('is introduced without a name and without the issue where neither is known', () => {
    expect(textOf(given(starts({ customer: undefined })).when(assignedTo('mia')))).toBe(
      'I am handing you over to a colleague. Mia Torres from the retention team is with you now. Mia knows what this is about, and has a summary, our whole conversation and what was tried, so you need not repeat anything.',
    );
  });

  test('does not hear the customer’s strong language repeated', () => {
    const rude = given(...withBot, requested('h-1', { reasons: ['profanity'] })).when(assignedTo('mia'));
    expect(textOf(rude)).toContain('Mia knows this is about your cancellation, and has');
  });
});

describe('subjects that have no order among them', () => {
  test('an assignment before its request: the customer is warned and met, and the request adds only what it is about', () => {
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

  test('an assignment and its end before the request: nothing is asked for again', () => {
    given(...withBot, assignedTo('mia'), closedBy('mia'))
      .when(requested())
      .thenNothing();
  });

  test('an assignment of another hand-off than the one waiting takes the customer out of the queue', () => {
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

describe('an agent who is gone', () => {
  test('gives the conversation back to the queue, and the customer is told by whom and why', () => {
    given(...withAgent)
      .when(returnedBy('mia'))
      .thenEmits(
        message(
          'Ada, I am sorry: the connection to Mia was lost. You keep your place, and whoever comes next has everything you told us.',
        ),
        owner('queue', 'h-1', 4),
        notice('queued'),
      );
    given(...withAgent)
      .when(returnedBy('mia', 'transferred'))
      .thenEmits(message(/^Ada, Mia is passing you on to the colleague/), owner('queue', 'h-1', 4), 'CustomerNotified');
  });

  test('may no longer write, and the next one may', () => {
    const { state } = given(...withAgent, returnedBy('mia')).when(assignedTo('ben'));
    expect(state?.owner).toEqual({ kind: 'agent', id: 'ben', epoch: 5 });
  });

  test('who only declined is nothing the customer hears of, nor one who is gone already', () => {
    for (const past of [queued, [...withAgent, returnedBy('mia'), assignedTo('ben')]])
      given(...past)
        .when(returnedBy('mia', 'declined'))
        .thenNothing();
  });

  test('after the customer has left leaves nobody in the queue', () => {
    given(...withAgent, ends())
      .when(returnedBy('mia'))
      .thenEmits({ type: 'CustomerLeft', data: { handoffId: 'h-1', reason: 'ended' } });
  });
});

describe('the wait', () => {
  test('is told when it changes, and not when it does not', () => {
    given(...queued)
      .when(waits(2))
      .thenEmits(notice('wait', { position: 2, lowMinutes: 2, underOneMinute: false }));
    given(...queued, waits(2))
      .when(waits(2))
      .thenNothing();
    given(...queued, waits(2))
      .when(waits(1))
      .thenEmits(notice('wait', { position: 1 }));
  });

  test('is of no interest to who has an agent', () => {
    given(...withAgent)
      .when(waits(1))
      .thenNothing();
  });
});

describe('an assessment', () => {
  test('keeps the strongest verdict and how far the messages were judged', () => {
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

test('the hand-off of these stories is one as it is published', () => {
  given(...withBot)
    .when(requested())
    .thenResponds(200);
  expect(payload().context.customer).toEqual(ada);
});
