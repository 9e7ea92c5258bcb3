import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import type { StoryEvent } from '@warmline/testing/story';
import { s } from '../story.fixtures.ts';
import { type Desk, deskDue } from './desk.ts';
import type { DeskEvent } from './desk-commands.ts';
import { handleDeskEvent } from './handle-desk-event.ts';

const given = commandStory<Desk>({ step: (state, event) => handleDeskEvent(state, event as DeskEvent), due: deskDue });
const pool = { poolId: 'default', tenantId: 'default' };
const online: StoryEvent = {
  type: 'SetPresence',
  data: {
    ...{ ...pool, agentId: 'mia', name: 'Mia Torres', status: 'online', capacity: 2 },
    ...{ teams: ['retention_team'], skills: [], languages: ['en'] },
  },
};
const callbackEvent = (type: string, facts: object = {}): StoryEvent => ({
  type,
  data: { ...pool, handoffId: 'h-1', conversationId: 'c-1', agentId: 'mia', ...facts },
});
const why = { rule: 'first team asked for billing; the only eligible agent', considered: [] };
const toCall = callbackEvent('CallbackAssigned', {
  ...{ agentName: 'Mia Torres', team: 'retention_team', subject: 'billing', phone: '+1 555 0100' },
  ...{ attempt: 1, dueBy: s(7_200), expiresAt: s(600), why },
});
const reports = (outcome: string, facts: object = {}): StoryEvent => ({
  type: 'ReportCallbackAttempt',
  data: { handoffId: 'h-1', outcome, ...facts },
});
const reached = callbackEvent('CallbackAttempted', { attempt: 1, outcome: 'reached' });
const callbackEnded = (reason: string) => ({
  type: 'callback-ended',
  data: { handoffId: 'h-1', conversationId: 'c-1', reason },
});
const deskWithCall = [online, toCall];

describe('a call to make', () => {
  test('comes to the desk with the number, the promised time and the reason', () => {
    given(online)
      .when(toCall)
      .thenAddsToTimeline({
        type: 'callback',
        data: { handoffId: 'h-1', phone: '+1 555 0100', attempt: 1, dueBy: s(7_200), expiresAt: s(600), why },
      });
  });

  test('is reported once, whatever is reported again before routing answers', () => {
    given(...deskWithCall)
      .when(reports('done', { resolution: { resolved: true } }))
      .thenResponds(202, { handoffId: 'h-1', outcome: 'done' })
      .thenEmits({
        type: 'CallbackReported',
        data: { ...pool, handoffId: 'h-1', agentId: 'mia', outcome: 'done', resolution: { resolved: true } },
      });
    given(...deskWithCall, reports('no-answer'))
      .when(reports('done'))
      .thenResponds(202, { outcome: 'no-answer' })
      .thenNothing();
  });

  test('that reached the customer can only be completed', () => {
    given(...deskWithCall, reports('reached'))
      .when(reached)
      .thenAddsToTimeline({ type: 'callback-reached', data: { handoffId: 'h-1' } });
    given(...deskWithCall, reports('reached'), reached)
      .when(reports('no-answer'))
      .thenResponds(409);
    given(...deskWithCall, reports('reached'), reached)
      .when(reports('done'))
      .thenEmits({ type: 'CallbackReported', data: { outcome: 'done' } });
  });

  test.each([
    [callbackEvent('CallbackAttempted', { attempt: 1, outcome: 'no-answer', retryAt: s(900) }), 'no-answer'],
    [callbackEvent('CallbackReturned', { reason: 'timed-out' }), 'timed-out'],
    [
      callbackEvent('CallbackEnded', { reason: 'cancelled', attempts: 0, reached: false, subject: 'billing' }),
      'cancelled',
    ],
  ])('leaves the desk when routing says so', (event, reason) => {
    given(...deskWithCall)
      .when(event)
      .thenAddsToTimeline(callbackEnded(reason));
    expect(given(...deskWithCall, event).state()?.callbacks).toEqual({});
    given(online).when(event).thenNothing();
  });

  test('that is not on the desk cannot be reported', () => {
    given(online).when(reports('done')).thenResponds(409).thenNothing();
  });

  test('cannot be reported at the instant it goes to another agent, although routing has not said so yet', () => {
    given(...deskWithCall)
      .when({ ...reports('done'), at: s(600) })
      .thenResponds(409, { detail: 'the call was not reported in time and went to another agent' })
      .thenNothing();
  });
});
