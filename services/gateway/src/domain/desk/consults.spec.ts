import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import type { StoryEvent } from '@warmline/testing/story';
import { type Desk, deskDue } from './desk.ts';
import type { DeskEvent } from './desk-commands.ts';
import { handleDeskEvent } from './handle-desk-event.ts';

const given = commandStory<Desk>({ step: (state, event) => handleDeskEvent(state, event as DeskEvent), due: deskDue });
const setsPresence = (status: Desk['status'] = 'online'): StoryEvent => ({
  type: 'SetPresence',
  data: {
    agentId: 'sofia',
    tenantId: 'default',
    poolId: 'default',
    name: 'Sofia Reyes',
    teams: ['billing_team'],
    skills: [],
    languages: ['en'],
    capacity: 2,
    status,
  },
});
const consultAsked = (consultId = 'q-1'): StoryEvent => ({
  type: 'ReceiveConsult',
  data: { consultId, handoffId: 'h-1', conversationId: 'c-1', from: 'mia', fromName: 'Mia', question: 'May I refund?' },
});
const consultClosed = (consultId = 'q-1'): StoryEvent => ({ type: 'CloseConsult', data: { consultId } });

describe('a colleague who is asked', () => {
  test('sees the question, and nobody else does', () => {
    given(setsPresence())
      .when(consultAsked())
      .thenResponds(202, { consultId: 'q-1' })
      .thenAddsToTimeline({ type: 'consult', data: { handoffId: 'h-1', from: 'mia', question: 'May I refund?' } })
      .thenEmits();
    expect(given(setsPresence(), consultAsked(), setsPresence('away')).state()?.consults).toHaveProperty('q-1');
  });

  test('answers the question once', () => {
    given(setsPresence(), consultAsked())
      .when(consultClosed())
      .thenResponds(202)
      .thenAddsToTimeline({ type: 'consult-ended', data: { consultId: 'q-1' } });
    given(setsPresence(), consultAsked(), consultClosed()).when(consultClosed()).thenResponds(404).thenNothing();
  });

  test('must be signed in to a desk', () => {
    given(setsPresence('offline')).when(consultAsked()).thenResponds(409, { title: 'Colleague offline' }).thenNothing();
    given().when(consultAsked()).thenResponds(404).thenNothing();
  });

  test('gets at most twenty unanswered questions', () => {
    const many = Array.from({ length: 20 }, (_, n) => consultAsked(`q-${n}`));
    given(setsPresence(), ...many)
      .when(consultAsked('more'))
      .thenResponds(409, { title: 'Too many questions' })
      .thenNothing();
    given(setsPresence(), ...many, consultClosed('q-3'))
      .when(consultAsked('more'))
      .thenResponds(202);
  });
});

test('the answer is shown to the agent who asked', () => {
  const data = { consultId: 'q-1', handoffId: 'h-1', conversationId: 'c-1', agentId: 'sofia', name: 'S', text: 'Yes' };
  given(setsPresence())
    .when({ type: 'ReceiveConsultAnswer', data })
    .thenAddsToTimeline({ type: 'consult-answered', data: { consultId: 'q-1', text: 'Yes' } })
    .thenEmits();
});
