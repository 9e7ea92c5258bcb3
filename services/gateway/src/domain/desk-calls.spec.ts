import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import type { Line } from '@warmline/testing/story';
import { type Desk, type DeskEvent, desk, deskDue } from './agent.ts';
import { s } from './lines.contract.ts';

const given = commandStory<Desk>({ step: (state, event) => desk(state, event as DeskEvent), due: deskDue });
const pool = { poolId: 'default', tenantId: 'default' };
const present: Line = {
  type: 'SetPresence',
  data: {
    ...{ ...pool, agentId: 'mia', name: 'Mia Torres', status: 'online', capacity: 2 },
    ...{ teams: ['retention_team'], skills: [], languages: ['en'] },
  },
};
const about = (type: string, facts: object = {}): Line => ({
  type,
  data: { ...pool, handoffId: 'h-1', conversationId: 'c-1', agentId: 'mia', ...facts },
});
const why = { rule: 'first step of billing; the only one eligible', considered: [] };
const toCall = about('CallbackAssigned', {
  ...{ agentName: 'Mia Torres', team: 'retention_team', subject: 'billing', phone: '+1 555 0100' },
  ...{ attempt: 1, dueBy: s(7_200), expiresAt: s(600), why },
});
const reports = (outcome: string, facts: object = {}): Line => ({
  type: 'ReportCall',
  data: { handoffId: 'h-1', outcome, ...facts },
});
const reached = about('CallbackAttempted', { attempt: 1, outcome: 'reached' });
const over = (reason: string) => ({
  type: 'callback-ended',
  data: { handoffId: 'h-1', conversationId: 'c-1', reason },
});
const has = [present, toCall];

describe('a call to make', () => {
  test('comes to the desk with the number, the promise and why', () => {
    given(present)
      .when(toCall)
      .thenShows({
        type: 'callback',
        data: { handoffId: 'h-1', phone: '+1 555 0100', attempt: 1, dueBy: s(7_200), expiresAt: s(600), why },
      });
  });

  test('is reported once, whatever is said again before routing has answered', () => {
    given(...has)
      .when(reports('done', { resolution: { resolved: true } }))
      .thenAnswers(202, { handoffId: 'h-1', outcome: 'done' })
      .thenTells({
        type: 'CallbackReported',
        data: { ...pool, handoffId: 'h-1', agentId: 'mia', outcome: 'done', resolution: { resolved: true } },
      });
    given(...has, reports('no-answer'))
      .when(reports('done'))
      .thenAnswers(202, { outcome: 'no-answer' })
      .thenNothing();
  });

  test('that reached the customer can only be done', () => {
    given(...has, reports('reached'))
      .when(reached)
      .thenShows({ type: 'callback-reached', data: { handoffId: 'h-1' } });
    given(...has, reports('reached'), reached)
      .when(reports('no-answer'))
      .thenAnswers(409);
    given(...has, reports('reached'), reached)
      .when(reports('done'))
      .thenTells({ type: 'CallbackReported', data: { outcome: 'done' } });
  });

  test.each([
    [about('CallbackAttempted', { attempt: 1, outcome: 'no-answer', retryAt: s(900) }), 'no-answer'],
    [about('CallbackReturned', { reason: 'timed-out' }), 'timed-out'],
    [about('CallbackEnded', { reason: 'cancelled', attempts: 0, reached: false, subject: 'billing' }), 'cancelled'],
  ])('leaves the desk when routing says so', (event, reason) => {
    given(...has)
      .when(event)
      .thenShows(over(reason));
    expect(given(...has, event).state()?.callbacks).toEqual({});
    given(present).when(event).thenNothing();
  });

  test('that is not on the desk cannot be reported', () => {
    given(present).when(reports('done')).thenAnswers(409).thenNothing();
  });
});
