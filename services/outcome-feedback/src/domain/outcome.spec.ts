import { expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import { storyOf, tick } from '@warmline/testing/story';
import {
  abandoned,
  closed,
  ended,
  posted,
  requested,
  START,
  started,
  surveyed,
  withdrawn,
} from './outcome.fixtures.ts';
import {
  MAX_RECORDED,
  type OutcomeState,
  outcomeDecider,
  RETENTION_MS,
  RETENTION_WITHOUT_HANDOFF_MS,
} from './outcome.ts';

const given = storyOf(outcomeDecider);
const at = <E extends object>(event: E, when: number): E & { at: number } => ({ ...event, at: when });

test('a closed hand-off is recorded and scored without a survey', () =>
  given(started, requested())
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

test('an abandoned hand-off is recorded and not scored, because no agent received its context', () =>
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

test('a survey that arrives before the close is part of the first score', () => {
  given(requested()).when(surveyed('yes', 5)).thenNothing();
  given(requested(), surveyed('yes', 5))
    .when(closed())
    .then({ type: 'OutcomeRecorded' }, { type: 'HandoffScored', data: { survey: true, quality: 1 } });
});

test('a repeated survey answer changes nothing, and a different one scores again', () => {
  given(requested(), closed(), surveyed('yes', 5)).when(surveyed('yes', 5)).thenNothing();
  given(requested(), closed(), surveyed('yes', 5))
    .when(surveyed('yes', 4))
    .then({ type: 'HandoffScored', data: { parts: { satisfaction: 0.75 } } });
});

test('a survey of an abandoned hand-off scores nothing', () =>
  given(requested(), abandoned()).when(surveyed('yes', 5)).thenNothing());

test('the agent’s outcome form is in the outcome and in the score', () =>
  given(requested())
    .when(closed({ resolution: { resolved: false } }))
    .then(
      { type: 'OutcomeRecorded', data: { resolution: { resolved: false } } },
      { type: 'HandoffScored', data: { parts: { resolution: 0 } } },
    ));

test('a hand-off that closes without an outcome form is recorded at once, with the resolution unknown', () => {
  const recorded = given(requested()).when(closed({ resolution: null }));
  recorded.then(
    { type: 'OutcomeRecorded', data: { ended: 'closed' } },
    { type: 'HandoffScored', data: { parts: { completeness: 1, wait: 1 } } },
  );
  expect(recorded.outputs[0]?.data).not.toHaveProperty('resolution');
  expect(recorded.outputs[1]?.data).not.toHaveProperty('parts.resolution');
});

test('an outcome is recorded once, however often its events arrive', () => {
  given(requested(), closed()).when(closed()).thenNothing();
  given(requested(), abandoned()).when(closed()).thenNothing();
  given(requested(), closed()).when(requested()).thenNothing();
});

test('an end that arrives before its request waits for it, because the outcome names the reasons', () => {
  given().when(closed()).thenNothing();
  given(closed())
    .when(requested())
    .then(
      { type: 'OutcomeRecorded', data: { reasons: ['negative_sentiment', 'policy_exception'] } },
      { type: 'HandoffScored' },
    );
});

test('a hand-off that the bot could have handled opens one training ticket with the conversation', () => {
  const resolution = { resolved: true, botCouldHaveHandled: true, notes: 'Teach it call logs' };
  const recorded = given(requested()).when(closed({ resolution }));
  recorded.then(
    { type: 'OutcomeRecorded' },
    { type: 'HandoffScored' },
    {
      type: 'TrainingTicketOpened',
      data: { notes: 'Teach it call logs', reasons: ['negative_sentiment', 'policy_exception'] },
    },
  );
  const ticket = recorded.outputs[2]?.data as DataOf<'TrainingTicketOpened'>;
  expect(ticket.ticketId).toContain('h-1');
  expect(ticket.summary).toMatch(/12345/);
  given(requested(), closed({ resolution })).when(surveyed('yes', 5)).then({ type: 'HandoffScored' });
});

test.each([
  ['MessagePosted', posted(2, 'Hello')],
  ['HandoffWithdrawn', withdrawn],
])('%s publishes nothing', (_what, event) => given(started, requested()).when(event).thenNothing());

test('a message leaves the state as it is, so its row is not written again', () => {
  const state = given(started).state();
  const message = { ...posted(2, 'Hello'), id: 'e', at: START + 9_000 };
  expect(outcomeDecider.evolve(state, message)).toBe(state);
});

test('two hand-offs of one conversation have an outcome each', () =>
  given(requested(), abandoned(), requested({ handoffId: 'h-2' }))
    .when(closed({ handoffId: 'h-2' }))
    .then({ type: 'OutcomeRecorded', data: { handoffId: 'h-2' } }, { type: 'HandoffScored' }));

test('only the latest recorded hand-offs are kept, and an open one is never dropped', () => {
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

test('a conversation with a hand-off is forgotten after thirty days of silence, even if it ended before the request arrived', () => {
  const past = [at(started, START), at(ended, START + 1_000), at(requested(), START + 500), at(closed(), START + 900)];
  expect(given(...past).due()).toBe(START + 1_000 + RETENTION_MS);
  expect(given(...past, tick(START + 1_000 + RETENTION_MS)).state()).toBeNull();
});

test('a hand-off whose request never arrives is recorded with what is known before it is forgotten', () => {
  const forgotten = given(at(closed(), START)).when(tick(START + RETENTION_MS));
  forgotten.then(
    { type: 'OutcomeRecorded', data: { reasons: [], subject: 'cancellation', agentId: 'mia' } },
    { type: 'HandoffScored', data: { parts: { wait: 1, resolution: 1 } } },
  );
  expect(forgotten.state).toBeNull();
});
