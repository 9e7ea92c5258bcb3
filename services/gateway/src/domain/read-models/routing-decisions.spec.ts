import { describe, expect, test } from '@jest/globals';
import { defaultRetention } from '@warmline/contracts';
import { commandStory } from '@warmline/testing/command-story';
import { type StoryEvent, tick } from '@warmline/testing/story';
import { assignedTo, returnedBy, s } from '../story.fixtures.ts';
import { decisionsDue, type RoutingDecisions, recordDecision } from './routing-decisions.ts';

const given = commandStory<RoutingDecisions>({
  step: (state, event) => recordDecision(state, event, defaultRetention),
  due: (state) => decisionsDue(state, defaultRetention),
});
const why = {
  rule: 'first team asked for billing; lowest load',
  considered: [{ agentId: 'mia', eligible: true, because: '' }],
};
const offeredTo = (agentId: string): StoryEvent => ({
  type: 'HandoffOfferedToAgent',
  data: { offerId: 'of-1', agentId, agentName: 'A', team: 'retention_team', waitedMs: 40, expiresAt: s(30), why },
});

describe('the decisions about a hand-off', () => {
  test('are an offer, its return and the assignment, each with its reason', () => {
    given()
      .when(offeredTo('ben'))
      .thenAddsToTimeline({ type: 'offered', data: { agentId: 'ben', offerId: 'of-1', why } });
    given(offeredTo('ben'))
      .when(returnedBy('ben', 'declined', 'h-1', 'of-1'))
      .thenAddsToTimeline({ type: 'returned', data: { agentId: 'ben', offerId: 'of-1', reason: 'declined' } });
    given(offeredTo('ben'), returnedBy('ben', 'declined', 'h-1', 'of-1'), offeredTo('mia'))
      .when(assignedTo('mia'))
      .thenAddsToTimeline({ type: 'assigned', data: { agentId: 'mia', why: { rule: 'offer accepted' } } });
  });

  test('are who calls and why, and that nobody called', () => {
    const calls = {
      agentId: 'ben',
      agentName: 'B',
      team: 'billing_team',
      attempt: 1,
      dueBy: s(7_200),
      expiresAt: s(600),
      why,
    };
    const call: StoryEvent = { type: 'CallbackAssigned', data: calls };
    given().when(call).thenAddsToTimeline({ type: 'call-assigned', data: calls });
    given(call)
      .when({ type: 'CallbackReturned', data: { agentId: 'ben', reason: 'timed-out' } })
      .thenAddsToTimeline({ type: 'call-returned', data: { agentId: 'ben', reason: 'timed-out' } });
  });

  test('are numbered without a gap', () =>
    expect(given(offeredTo('ben'), returnedBy('ben', 'declined'), offeredTo('mia')).state()?.seq).toBe(3));

  test('are deleted thirty days after the last', () => {
    const last = { ...offeredTo('ben'), at: s(0) };
    const at = given(last).due();
    expect(at).toBe(s(30 * 86_400));
    expect(given(last, tick(s(30 * 86_400 - 1))).state()).not.toBeNull();
    expect(given(last, tick(s(30 * 86_400))).state()).toBeNull();
  });
});
