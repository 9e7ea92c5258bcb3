import { describe, expect, test } from '@jest/globals';
import type { StoryEvent } from '@warmline/testing/story';
import {
  answersSurvey,
  callbackBooked,
  chooses,
  ends,
  given,
  message,
  notice,
  owner,
  payload,
  requested,
  s,
  starts,
  writes,
} from '../story.fixtures.ts';

const queued = [starts({}, 0), writes('I need a colleague', 1), requested()];
const callbackEvent = (type: string, facts: object = {}, at = 10): StoryEvent => ({
  type,
  at: s(at),
  data: { poolId: 'default', tenantId: 'default', conversationId: 'c-1', handoffId: 'h-1', ...facts },
});
const windows = [{ from: s(1800), until: s(3600) }];
const windowsOffered = (facts: object = {}) => callbackEvent('CallbackWindowsOffered', { windows, ...facts });
const booked = { ...callbackBooked(s(3_600 + 9), 'h-1', { notBefore: s(9) }), at: s(9) };
const scheduled = { ...callbackBooked(s(5_400), 'h-1', { notBefore: s(3_600), scheduled: true }), at: s(9) };
const attempted = (outcome: string, facts: object = {}) =>
  callbackEvent('CallbackAttempted', { agentId: 'mia', attempt: 1, outcome, ...facts });
const finished = (reason: string) =>
  callbackEvent('CallbackEnded', { subject: 'billing', attempts: 1, reached: reason === 'done', reason });
const customerLeft = { type: 'CustomerLeft', data: { handoffId: 'h-1', poolId: 'default', reason: 'back-to-bot' } };

describe('a customer in the queue', () => {
  test('who asks for times of a callback gets the free ones', () => {
    given(...queued)
      .when(chooses('schedule-call', { handoffId: 'h-1' }))
      .thenResponds(202)
      .thenEmits('ChoiceMade', { type: 'CallbackWindowsRequested', data: { handoffId: 'h-1', poolId: 'default' } });
    given(...queued)
      .when(windowsOffered())
      .thenEmits(notice('callback-windows', { handoffId: 'h-1', windows, choices: ['schedule-call', 'wait'] }));
    expect(given(...queued, windowsOffered()).state()?.callbackWindows).toEqual({ handoffId: 'h-1', windows });
  });

  test('with a known time zone reads the times of a callback in it, in their language', () => {
    const inBerlin = [starts({ language: 'de', timeZone: 'Europe/Berlin' }, 0), ...queued.slice(1)];
    const [{ from, until }] = windows as [(typeof windows)[0]];
    given(...inBerlin)
      .when(windowsOffered())
      .thenEmits(
        notice('callback-windows', {
          windows: [{ from, until, text: expect.stringMatching(/^Do., 9. Okt.*11:23.*11:53/) }],
        }),
      );
    given(...inBerlin)
      .when(scheduled)
      .thenEmits(
        'OwnerChanged',
        message(/zur gewählten Zeit an, Donnerstag, 9\. Oktober um 11:53, und kennt alles/),
        notice('callback', { text: expect.stringMatching(/^Do., 9. Okt.*11:53.*12:23/) }),
      );
  });

  test('gets a notice when no time is free', () => {
    given(...queued)
      .when(windowsOffered({ windows: [] }))
      .thenEmits(message(/no free time for a call/), notice('callback-windows', { windows: [] }));
  });

  test('who chooses a time sends it to routing, with the telephone number', () => {
    given(...queued, windowsOffered())
      .when(chooses('schedule-call', { handoffId: 'h-1', windowStart: s(1800), details: '+1 212 555 0100' }))
      .thenEmits(
        { type: 'ChoiceMade', data: { choice: 'schedule-call', windowStart: s(1800) } },
        { type: 'CallbackRequested', data: { handoffId: 'h-1', notBefore: s(1800), phone: '+12125550100' } },
      );
  });

  test('whose chosen time was taken keeps their position and gets other times', () => {
    given(...queued, windowsOffered())
      .when(callbackEvent('CallbackRefused', { notBefore: s(1800), reason: 'taken', windows }))
      .thenEmits(message(/just been taken\. You keep your place/), notice('callback-windows', { windows }));
    expect(given(...queued, windowsOffered()).state()?.owner.kind).toBe('queue');
  });

  test('gets no times of another hand-off, nor of one that is over', () => {
    given(...queued)
      .when(windowsOffered({ handoffId: 'h-0' }))
      .thenNothing();
    given(...queued, ends())
      .when(windowsOffered())
      .thenNothing();
  });
});

describe('a booked callback', () => {
  test('is announced with its time, and the bot continues', () => {
    given(...queued)
      .when(booked)
      .thenEmits(
        owner('bot', 'demo', 3),
        message(/will call you within an hour/),
        notice('callback', { state: 'planned', notBefore: s(9), dueBy: s(3_609), choices: ['cancel-callback'] }),
      );
    given(...queued)
      .when(scheduled)
      .thenEmits('OwnerChanged', message(/at the time you chose, an hour from now/), notice('callback'));
  });

  test('that was missed is announced with the time of the next attempt', () => {
    given(...queued, booked)
      .when(attempted('no-answer', { retryAt: s(910) }))
      .thenEmits(
        message(/could not reach you\. We will try again in 15 minutes/),
        notice('callback', { state: 'no-answer' }),
      );
    given(...queued, booked)
      .when(attempted('reached'))
      .thenNothing();
  });

  test('that is late is announced with an apology', () => {
    given(...queued, booked)
      .when(callbackEvent('CallbackOverdue', { subject: 'billing', dueBy: s(3_609) }))
      .thenEmits(message(/I am sorry: we promised/), notice('callback', { state: 'late' }));
  });

  test.each([
    ['done', /Thank you for talking to us/],
    ['no-answer', /so we have stopped/],
    ['wrong-number', /is not yours/],
    ['cancelled', /The call is cancelled/],
  ])('and has ended (%s) is told so, and is to come no more', (reason, words) => {
    given(...queued, booked)
      .when(finished(reason))
      .thenEmits(
        message(words),
        notice('callback', { state: 'ended', choices: [] }),
        ...(reason === 'done' ? [notice('survey', { handoffId: 'h-1' })] : []),
      );
    expect(given(...queued, booked, finished(reason)).state()?.callback).toBeNull();
  });

  test('that reached the customer has a survey, also after the conversation has ended', () => {
    for (const past of [
      [...queued, booked],
      [...queued, booked, ends(20)],
    ]) {
      given(...past, finished('done'))
        .when(answersSurvey('h-1', 4))
        .thenEmits({ type: 'SurveyAnswered', data: { handoffId: 'h-1', stars: 4 } });
      given(...past, finished('no-answer'))
        .when(answersSurvey('h-1', 4))
        .thenResponds(409);
    }
  });

  test('can be cancelled by the customer after it was booked', () => {
    given(...queued, booked)
      .when(chooses('cancel-callback', { handoffId: 'h-1' }))
      .thenResponds(202)
      .thenEmits('ChoiceMade', customerLeft);
    given(...queued)
      .when(chooses('cancel-callback'))
      .thenResponds(409)
      .thenNothing();
    given(...queued, booked)
      .when(chooses('cancel-callback', { handoffId: 'h-0' }))
      .thenResponds(409)
      .thenNothing();
  });

  test('is cancelled when the customer asks for a person again', () => {
    given(...queued, booked, writes('A person, now', 20))
      .when({ type: 'HandoffRequested', data: payload({ handoffId: 'h-2' }) })
      .thenEmits('MessagePosted', customerLeft, 'OwnerChanged');
  });

  test('survives the end of the conversation without a notice, and is known when the conversation starts again', () => {
    const after = [...queued, booked, ends(20)];
    given(...after)
      .when(attempted('no-answer', { retryAt: s(910) }))
      .thenNothing();
    expect(given(...after, writes('I am back', 30)).state()?.callback).toMatchObject({ handoffId: 'h-1' });
    expect(given(...queued, ends(8), booked).state()?.callback).toMatchObject({ dueBy: s(3_609) });
  });
});
