import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import type { Line } from '@warmline/testing/story';
import { type Desk, type DeskEvent, desk, deskDue } from './agent.ts';

const given = commandStory<Desk>({ step: (state, event) => desk(state, event as DeskEvent), due: deskDue });
const present = (status: Desk['status'] = 'online'): Line => ({
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
const asked = (consultId = 'q-1'): Line => ({
  type: 'HearConsult',
  data: { consultId, handoffId: 'h-1', conversationId: 'c-1', from: 'mia', fromName: 'Mia', question: 'May I refund?' },
});
const answered = (consultId = 'q-1'): Line => ({ type: 'ConsultDone', data: { consultId } });

describe('a colleague who is asked', () => {
  test('sees the question, and nobody else is told', () => {
    given(present())
      .when(asked())
      .thenAnswers(202, { consultId: 'q-1' })
      .thenShows({ type: 'consult', data: { handoffId: 'h-1', from: 'mia', question: 'May I refund?' } })
      .thenTells();
    expect(given(present(), asked(), present('away')).state()?.consults).toHaveProperty('q-1');
  });

  test('answers it once', () => {
    given(present(), asked())
      .when(answered())
      .thenAnswers(202)
      .thenShows({ type: 'consult-ended', data: { consultId: 'q-1' } });
    given(present(), asked(), answered()).when(answered()).thenAnswers(404).thenNothing();
  });

  test('must be at the desk', () => {
    given(present('offline')).when(asked()).thenAnswers(409, { title: 'Not on duty' }).thenNothing();
    given().when(asked()).thenAnswers(404).thenNothing();
  });

  test('is asked twenty questions, and no more until one is answered', () => {
    const many = Array.from({ length: 20 }, (_, n) => asked(`q-${n}`));
    given(present(), ...many)
      .when(asked('more'))
      .thenAnswers(409, { title: 'Too many questions' })
      .thenNothing();
    given(present(), ...many, answered('q-3'))
      .when(asked('more'))
      .thenAnswers(202);
  });
});

test('the answer is shown to who asked', () => {
  const data = { consultId: 'q-1', handoffId: 'h-1', conversationId: 'c-1', agentId: 'sofia', name: 'S', text: 'Yes' };
  given(present())
    .when({ type: 'HearAdvice', data })
    .thenShows({ type: 'consult-answered', data: { consultId: 'q-1', text: 'Yes' } })
    .thenTells();
});
