import { describe, expect, test } from '@jest/globals';
import { type StoryEvent, tick } from '@warmline/testing/story';
import { given, handoffEvent, offered, presence, queued, received, s, verdictOf } from './testing/story.fixtures.ts';

const HOUR = 3_600;
const chosen = (at: number, handoffId = 'h1', facts: object = {}): StoryEvent =>
  handoffEvent('CallbackRequested', handoffId, at, facts);
const reports = (agentId: string, outcome: string, at: number, facts: object = {}): StoryEvent =>
  handoffEvent('CallbackReported', 'h1', at, { agentId, outcome, ...facts });
const assigned = (agentId: string, facts: object = {}, handoffId = 'h1'): StoryEvent => ({
  type: 'CallbackAssigned',
  data: { handoffId, agentId, ...facts },
});
const event = (type: string, data: object = {}): StoryEvent => ({ type, data: { handoffId: 'h1', ...data } });
const busy = presence('ben', 0, 'online', { capacity: 1 });
/** Nobody is on duty, and h1 is a booked callback. */
const booked = [presence('ben', 0, 'away'), received('h1', 1), chosen(3, 'h1', { phone: '+1 555 0100' })];
const calling = [...booked, presence('ben', 10)];

describe('a callback', () => {
  test('is booked within two hours, ends the open agent offer, and is assigned to a free agent', () =>
    given(presence('ben', 0), received('h1', 1))
      .when(chosen(3, 'h1', { phone: '+1 555 0100' }))
      .then(
        event('CallbackBooked', {
          dueBy: s(3 + 2 * HOUR),
          notBefore: s(3),
          agentId: 'ben',
          offerId: 'taken-h1/offer/h1',
        }),
        assigned('ben', { attempt: 1, phone: '+1 555 0100', expiresAt: s(3 + 600) }),
      ));

  test('waits for an agent, and is assigned with the phone number and an explanation', () => {
    const { outputs } = given(...booked).when(presence('ben', 10));
    expect(outputs).toMatchObject([
      {
        type: 'CallbackAssigned',
        data: {
          agentId: 'ben',
          team: 'billing_team',
          subject: 'billing',
          phone: '+1 555 0100',
          why: { rule: 'first team asked for billing; the only eligible agent' },
        },
      },
    ]);
  });

  test('keeps its age: it is served before later requests and after earlier ones', () => {
    const past = [presence('ben', 0, 'away'), received('h0', 0), received('h1', 1), chosen(50), received('h2', 60)];
    given(...past)
      .when(presence('ben', 70))
      .then(offered('h0', 'ben'), assigned('ben'), offered('h2', 'ben'));
    given(...past)
      .when(presence('ben', 70, 'online', { capacity: 2 }))
      .then(offered('h0', 'ben'), assigned('ben'));
  });

  test('uses a capacity unit of the agent until they report it', () => {
    const past = [...booked, presence('ben', 10, 'online', { capacity: 1 })];
    const waits = given(...past).when(received('h2', 11));
    expect(waits.outputs.map(({ type }) => type)).toEqual(['HandoffQueued']);
    given(...past, received('h2', 11))
      .when(reports('ben', 'done', 300, { resolution: { resolved: true } }))
      .then(
        event('CallbackAttempted', { attempt: 1, outcome: 'done' }),
        event('CallbackEnded', { reached: true, reason: 'done', attempts: 1, resolution: { resolved: true } }),
        offered('h2', 'ben'),
      );
  });

  test('that is requested again is no new hand-off', () =>
    expect(verdictOf([...booked, received('h1', 4)])).toMatchObject({ is: 'skip' }));

  test('that is assigned is not counted in the length of the queue', () =>
    given(...calling)
      .when(received('h2', 11))
      .then(queued('h2', { queueLength: 1 }), offered('h2', 'ben')));
});

describe('a call', () => {
  test('that nobody answers is repeated after fifteen minutes, three times in all', () => {
    const retryAt = s(20 + 900);
    given(...calling)
      .when(reports('ben', 'no-answer', 20))
      .then(event('CallbackAttempted', { attempt: 1, outcome: 'no-answer', retryAt }));
    const second = [...calling, reports('ben', 'no-answer', 20)];
    expect(given(...second).due()).toBe(retryAt);
    given(...second)
      .when(tick(retryAt))
      .then(assigned('ben', { attempt: 2 }));
    given(...second, tick(retryAt), reports('ben', 'no-answer', 1_000), tick(s(1_900)))
      .when(reports('ben', 'no-answer', 2_000))
      .then(
        event('CallbackAttempted', { attempt: 3, outcome: 'no-answer' }),
        event('CallbackEnded', { attempts: 3, reached: false, reason: 'no-answer' }),
      );
  });

  test('to a wrong number is not repeated', () =>
    given(...calling)
      .when(reports('ben', 'wrong-number', 20))
      .then(event('CallbackAttempted'), event('CallbackEnded', { reached: false, reason: 'wrong-number' })));

  test('that reached the customer has no time-out and ends when the agent says so', () => {
    const past = [...calling, reports('ben', 'reached', 20)];
    given(...past)
      .when(tick(s(5_000)))
      .thenNothing();
    given(...past)
      .when(reports('ben', 'done', 5_001))
      .then(event('CallbackEnded', { attempts: 1, reached: true, reason: 'done' }));
    expect(verdictOf([...past, reports('ben', 'no-answer', 30)])).toMatchObject({
      reason: 'the customer is already on the phone',
    });
  });

  test('can be reported only by the agent it is assigned to', () =>
    expect(verdictOf([...calling, reports('sofia', 'done', 20)])).toMatchObject({
      reason: 'the callback is not with this agent',
    }));

  test('that is not reported goes to a colleague after ten minutes', () =>
    given(...calling, presence('sofia', 11))
      .when(tick(s(610)))
      .then(event('CallbackReturned', { agentId: 'ben', reason: 'timed-out' }), assigned('sofia', { attempt: 1 })));

  test('of a disconnected agent goes to a colleague, and ends if the customer was reached', () => {
    given(...calling, presence('sofia', 11), presence('ben', 12, 'offline'))
      .when(tick(s(32)))
      .then(event('CallbackReturned', { agentId: 'ben', reason: 'agent-disconnected' }), assigned('sofia'));
    given(...calling, reports('ben', 'reached', 11), presence('ben', 12, 'offline'))
      .when(tick(s(32)))
      .then(event('CallbackEnded', { reached: true, reason: 'done' }));
  });
});

describe('a promise to call', () => {
  test('that is missed is reported once, and the callback keeps its place', () => {
    const by = s(3 + 2 * HOUR);
    expect(given(...booked, tick(s(121))).due()).not.toBeNull();
    given(...booked)
      .when(tick(by))
      .then(event('CallbackOverdue', { dueBy: by, subject: 'billing' }));
    given(...booked, tick(by))
      .when(tick(by + 60_000))
      .thenNothing();
    given(...booked, tick(by), received('h2', 3 + 2 * HOUR + 1))
      .when(presence('ben', 3 + 2 * HOUR + 2, 'online', { capacity: 1 }))
      .then(assigned('ben'));
  });

  test('is not missed if a call was made, answered or not', () =>
    given(...calling, reports('ben', 'no-answer', 20), presence('ben', 21, 'away'))
      .when(tick(s(3 + 2 * HOUR)))
      .thenNothing());

  test('is missed if the agent who had it at that time did not call', () =>
    given(...booked, presence('ben', 2 * HOUR))
      .when(tick(s(2 * HOUR + 600)))
      .then(event('CallbackReturned'), event('CallbackOverdue')));
});

describe('a customer with a booked callback', () => {
  const left = (reason: string, at: number): StoryEvent => handoffEvent('CustomerLeft', 'h1', at, { reason });

  test('who cancels it is not called, and the capacity of the agent is free', () => {
    given(...booked)
      .when(left('back-to-bot', 5))
      .then(event('CallbackEnded', { reached: false, reason: 'cancelled', attempts: 0 }));
    given(...booked, received('h2', 6), presence('ben', 10, 'online', { capacity: 1 }))
      .when(left('back-to-bot', 20))
      .then(event('CallbackEnded', { agentId: 'ben', reason: 'cancelled' }), offered('h2', 'ben'));
  });

  test('who ends the conversation is called all the same', () =>
    given(...booked)
      .when(left('ended', 5))
      .thenNothing());

  test('who is on the phone cannot cancel it', () =>
    expect(verdictOf([...calling, reports('ben', 'reached', 11), left('back-to-bot', 12)])).toMatchObject({
      reason: 'the customer is on the phone',
    }));
});

test('a callback of a disconnected agent goes to another agent', () =>
  given(busy, received('h1', 1), chosen(2), received('h2', 3), presence('ben', 4, 'offline'), presence('sofia', 5))
    .when(tick(s(24)))
    .then(event('CallbackReturned', { reason: 'agent-disconnected' }), assigned('sofia')));

test('a returned hand-off can become a callback', () =>
  given(
    presence('ben', 0),
    received('h1', 1),
    handoffEvent('OfferDeclined', 'h1', 2, { agentId: 'ben', offerId: 'taken-h1/offer/h1' }),
  )
    .when(chosen(3))
    .then(event('CallbackBooked')));
