import { expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import { storyOf, tick } from '@warmline/testing/story';
import {
  abandoned,
  assigned,
  closed,
  ended,
  estimated,
  posted,
  requested,
  resolved,
  START,
  started,
  surveyed,
  withdrawn,
} from './outcome.fixtures.ts';
import {
  MAX_RECORDED,
  type OutcomeState,
  outcomeDecider,
  RESOLUTION_TIMEOUT_MS,
  RETENTION_MS,
  RETENTION_WITHOUT_HANDOFF_MS,
} from './outcome.ts';

const given = storyOf(outcomeDecider);
const at = <E extends object>(event: E, when: number): E & { at: number } => ({ ...event, at: when });

test('a closed hand-off is recorded and scored without a survey', () =>
  given(started, requested(), resolved(), assigned)
    .when(closed())
    .then(
      {
        type: 'OutcomeRecorded',
        data: {
          conversationId: 'c-1',
          tenantId: 'acme',
          handoffId: 'h-1',
          ended: 'closed',
          resolution: { resolved: true },
          reasons: ['negative_sentiment', 'policy_exception'],
          subject: 'cancellation',
          agentId: 'mia',
          team: 'retention_team',
          waitSeconds: 30,
          resolutionSeconds: 240,
        },
      },
      {
        type: 'HandoffScored',
        data: { quality: 1, survey: false, parts: { completeness: 1, wait: 1, resolution: 1 } },
      },
    ));

test('an abandoned hand-off is recorded and not scored: nobody received its context', () =>
  given(started, requested())
    .when(abandoned())
    .then({ type: 'OutcomeRecorded', data: { ended: 'abandoned', waitSeconds: 90, subject: 'cancellation' } }));

test('the survey scores a closed hand-off again', () =>
  given(requested(), closed())
    .when(surveyed('re-explain', 1))
    .then({
      type: 'HandoffScored',
      data: { survey: true, parts: { completeness: 0.5, wait: 1, resolution: 1, satisfaction: 0 }, quality: 0.65 },
    }));

test('a survey answered before the close waits for it and is in the first score', () => {
  given(requested()).when(surveyed('yes', 5)).thenNothing();
  given(requested(), surveyed('yes', 5))
    .when(closed())
    .then({ type: 'OutcomeRecorded' }, { type: 'HandoffScored', data: { survey: true, quality: 1 } });
});

test('the same survey again changes nothing, another one scores again', () => {
  given(requested(), closed(), surveyed('yes', 5)).when(surveyed('yes', 5)).thenNothing();
  given(requested(), closed(), surveyed('yes', 5))
    .when(surveyed('yes', 4))
    .then({ type: 'HandoffScored', data: { parts: { satisfaction: 0.75 } } });
});

test('a survey on an abandoned hand-off is no score', () =>
  given(requested(), abandoned()).when(surveyed('yes', 5)).thenNothing());

test('a close without the agent’s word waits for it', () => {
  given(requested())
    .when(closed({ form: null }))
    .thenNothing();
  given(requested(), closed({ form: null }))
    .when(resolved({ resolved: false }))
    .then(
      { type: 'OutcomeRecorded', data: { resolution: { resolved: false } } },
      { type: 'HandoffScored', data: { parts: { resolution: 0 } } },
    );
});

test('without the agent’s word after a minute the outcome is recorded without it', () => {
  const past = [at(requested(), START), at(closed({ form: null }), START + 5_000)];
  expect(given(...past).due()).toBe(START + 5_000 + RESOLUTION_TIMEOUT_MS);
  const told = given(...past).when(tick(START + 5_000 + RESOLUTION_TIMEOUT_MS));
  told.then(
    { type: 'OutcomeRecorded', data: { ended: 'closed' } },
    { type: 'HandoffScored', data: { parts: { completeness: 1, wait: 1 } } },
  );
  expect(told.outputs[0]?.data).not.toHaveProperty('resolution');
  expect(told.outputs[1]?.data).not.toHaveProperty('parts.resolution');
});

test('the agent’s word after that scores again and opens the ticket, and does not record again', () =>
  given(at(requested(), START), at(closed({ form: null }), START), tick(START + RESOLUTION_TIMEOUT_MS))
    .when(at(resolved({ resolved: true, botCouldHaveHandled: true }), START + RESOLUTION_TIMEOUT_MS + 1))
    .then({ type: 'HandoffScored', data: { parts: { resolution: 1 } } }, { type: 'TrainingTicketOpened' }));

test('routing’s copy of the agent’s word goes before the desk’s', () =>
  given(requested(), resolved({ resolved: false }))
    .when(closed({ form: { resolved: true } }))
    .then({ type: 'OutcomeRecorded', data: { resolution: { resolved: true } } }, { type: 'HandoffScored' }));

test('an outcome is recorded once, however often its end is told', () => {
  given(requested(), closed()).when(closed()).thenNothing();
  given(requested(), closed()).when(resolved()).thenNothing();
  given(requested(), abandoned()).when(closed()).thenNothing();
  given(requested(), closed()).when(requested()).thenNothing();
});

test('an end heard before its request waits for it: the reasons belong to the outcome', () => {
  given().when(closed()).thenNothing();
  given(closed())
    .when(requested())
    .then(
      { type: 'OutcomeRecorded', data: { reasons: ['negative_sentiment', 'policy_exception'] } },
      { type: 'HandoffScored' },
    );
});

test('what the bot could have handled opens one training ticket with the conversation', () => {
  const form = { resolved: true, botCouldHaveHandled: true, notes: 'Teach it call logs' };
  const told = given(requested(), resolved(form)).when(closed({ form }));
  told.then(
    { type: 'OutcomeRecorded' },
    { type: 'HandoffScored' },
    {
      type: 'TrainingTicketOpened',
      data: { notes: 'Teach it call logs', reasons: ['negative_sentiment', 'policy_exception'] },
    },
  );
  const ticket = told.outputs[2]?.data as DataOf<'TrainingTicketOpened'>;
  expect(ticket.ticketId).toContain('h-1');
  expect(ticket.summary).toMatch(/12345/);
  given(requested(), closed({ form })).when(resolved(form)).thenNothing();
});

test.each([
  ['a message', posted(2, 'Hello')],
  ['a wait estimate', estimated],
  ['an assignment', assigned],
  ['a withdrawal: routing says when the hand-off is over', withdrawn],
])('%s alone tells nothing', (_what, event) => given(started, requested()).when(event).thenNothing());

test('a message does not touch the state: its row is not written again', () => {
  const state = given(started).state();
  const heard = { ...posted(2, 'Hello'), id: 'e', at: START + 9_000 };
  expect(outcomeDecider.evolve(state, heard)).toBe(state);
});

test('two hand-offs of one conversation have an outcome each', () =>
  given(requested(), abandoned(), requested({ handoffId: 'h-2' }))
    .when(closed({ handoffId: 'h-2' }))
    .then({ type: 'OutcomeRecorded', data: { handoffId: 'h-2' } }, { type: 'HandoffScored' }));

test('only the latest recorded hand-offs are kept, and one still open is never dropped for them', () => {
  const many = Array.from({ length: 8 }, (_, n) => `x-${n}`);
  const past = [requested(), ...many.flatMap((handoffId) => [requested({ handoffId }), abandoned(handoffId)])];
  const state = given(...past).state() as OutcomeState | null;
  const kept = state?.is === 'handed-over' ? state.handoffs.map((h) => h.handoffId) : [];
  expect(kept).toEqual(['h-1', ...many.slice(-MAX_RECORDED)]);
  given(...past)
    .when(closed())
    .then({ type: 'OutcomeRecorded' }, { type: 'HandoffScored' });
});

test('a conversation that ended without a hand-off is forgotten after a day', () => {
  const past = [at(started, START), at(ended, START + 1_000)];
  const last = START + 1_000 + RETENTION_WITHOUT_HANDOFF_MS;
  expect(given(...past).due()).toBe(last);
  expect(given(...past, tick(last)).state()).toBeNull();
});

test('a conversation handed over is forgotten after thirty days of silence, even when it ended before the request came', () => {
  const past = [at(started, START), at(ended, START + 1_000), at(requested(), START + 500), at(closed(), START + 900)];
  expect(given(...past).due()).toBe(START + 1_000 + RETENTION_MS);
  expect(given(...past, tick(START + 1_000 + RETENTION_MS)).state()).toBeNull();
});

test('a hand-off whose request never came is recorded with what is known before it is forgotten', () => {
  const told = given(at(closed(), START)).when(tick(START + RETENTION_MS));
  told.then(
    { type: 'OutcomeRecorded', data: { reasons: [], subject: 'cancellation', agentId: 'mia' } },
    { type: 'HandoffScored', data: { parts: { wait: 1, resolution: 1 } } },
  );
  expect(told.state).toBeNull();
});
