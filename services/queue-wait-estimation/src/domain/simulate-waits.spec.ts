import { describe, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { type StoryEvent, storyOf, tick } from '@warmline/testing/story';
import {
  abandoned,
  assigned,
  at,
  closed,
  online,
  queued,
  returned,
  settings,
  testSettings,
} from './wait-estimation.fixtures.ts';
import { waitEstimation } from './wait-estimation.ts';

const given = storyOf(waitEstimation(settings));
type Published = { readonly type: string; readonly data: unknown };
const waitOf = (outputs: readonly Published[], id: string) => {
  const estimate = outputs
    .map(({ type, data }) => (type === 'WaitEstimated' ? topics.queue.events.WaitEstimated.schema.parse(data) : null))
    .find((data) => data?.handoffId === id);
  if (estimate == null) throw new Error(`no estimate of ${id}`);
  return estimate;
};
const queueIn = (outputs: readonly Published[]) => {
  const estimate = outputs.find(({ type }) => type === 'QueueWaitEstimated');
  return topics.queue.events.QueueWaitEstimated.schema.parse(estimate?.data);
};

/** Mia has served forty customers for 100 s each, one every 120 s. The model is refreshed at 5,200 s. */
const past: StoryEvent[] = [
  online('mia'),
  ...Array.from({ length: 40 }, (_, i) => {
    const from = 10 + i * 120;
    return [queued(`p${i}`, from), assigned(`p${i}`, from + 1), closed(`p${i}`, from + 101, { handledMs: 100_000 })];
  }).flat(),
  online('mia', 5_200),
];
const busy = [...past, queued('x', 6_000), assigned('x', 6_001)];

describe('given past conversations, the digital twin', () => {
  test('estimates the rest of the conversation under way, not a whole one', () => {
    const estimate = waitOf(given(...busy).when(queued('y', 6_041)).outputs, 'y');
    expect(estimate).toMatchObject({ estimator: 'digital-twin', position: 1 });
    for (const seconds of [estimate.p50Seconds, estimate.p80Seconds, estimate.p90Seconds])
      expect(seconds).toBeCloseTo(60, 0);
  });

  test('gives the same estimates for the same events', () => {
    const once = given(...busy).when(queued('y', 6_041)).outputs;
    expect(given(...busy).when(queued('y', 6_041)).outputs).toEqual(once);
  });

  test('is replaced by the Markov estimate while there is no past', () => {
    const estimate = waitOf(given(online('mia'), queued('x', 1), assigned('x', 2)).when(queued('y', 40)).outputs, 'y');
    expect(estimate.estimator).toBe('markov-abandonment');
  });

  test('estimates the wait of a customer who would join, behind the waiting one', () => {
    const { outputs } = given(...busy).when(queued('y', 6_041));
    const { waiting, subjects: parts, estimator } = queueIn(outputs);
    expect({ waiting, estimator }).toEqual({ waiting: 1, estimator: 'digital-twin' });
    expect(parts).toMatchObject([{ subject: 'technical', teams: ['tech'], waiting: 1, position: 2 }]);
    expect(parts[0]?.p50Seconds).toBeCloseTo(160, 0);
  });

  test('does not publish a queue wait again whose announcement is the same', () => {
    const after = [...busy, queued('y', 6_041), tick(at(6_071))];
    const { outputs } = given(...after).when(tick(at(6_078)));
    expect(outputs.filter(({ type }) => type === 'QueueWaitEstimated')).toEqual([]);
  });
});

describe('a published estimate', () => {
  const waiting = [...busy, queued('y', 6_010), queued('z', 6_012)];

  test('becomes shorter when another agent comes on duty', () => {
    const before = waitOf(given(...busy, queued('y', 6_010)).when(queued('z', 6_012)).outputs, 'z');
    const estimate = waitOf(given(...waiting).when(online('ben', 6_050)).outputs, 'z');
    expect(estimate.p50Seconds ?? 0).toBeLessThan((before.p50Seconds ?? 0) - 60);
  });

  test('is withdrawn when the last agent goes off duty', () => {
    const estimate = waitOf(given(...waiting).when(online('mia', 6_050, { status: 'offline' })).outputs, 'y');
    expect(estimate).not.toHaveProperty('p50Seconds');
    expect(estimate.announcement).toEqual({ underOneMinute: false });
  });

  test('is published again as the queue moves', () => {
    const { outputs } = given(...waiting).when(abandoned('y', 6_060));
    expect(waitOf(outputs, 'z')).toMatchObject({ position: 1, announcement: { underOneMinute: true } });
  });
});

describe('a promise', () => {
  const promised = [...busy, queued('y', 6_010)];
  const vip = (from: number) => queued('vip', from, { priority: 100 });

  test('is replaced by a longer one when it would break', () => {
    const first = waitOf(given(...busy).when(queued('y', 6_010)).outputs, 'y');
    expect(first.announcement).toEqual({ underOneMinute: false, lowMinutes: 2, highMinutes: 2 });
    // A conversation of 100 s comes first: half of such waits now end at 190 s, after the announced 120 s.
    const broken = waitOf(given(...promised).when(vip(6_050)).outputs, 'y');
    expect(broken).toMatchObject({ position: 2, announcement: { lowMinutes: 3 } });
  });

  test('is reported as kept or broken at the assignment', () => {
    const end = { type: 'WaitPromiseEnded' };
    given(...promised, closed('x', 6_101))
      .when(assigned('y', 6_102))
      .then({ ...end, data: { handoffId: 'y', promisedBy: at(6_130), kept: true } });
    const { outputs } = given(...promised).when(assigned('y', 6_131));
    expect(outputs).toMatchObject([{ ...end, data: { handoffId: 'y', kept: false } }]);
  });
});

describe('a hand-off whose teams are closed', () => {
  const until = (seconds: number): StoryEvent => ({
    type: 'TeamUnstaffed',
    at: at(6_020),
    data: {
      ...{ poolId: 'acme', tenantId: 'acme', handoffId: 'y', conversationId: 'c-y', team: 'tech' },
      closed: { hours: 'from nine', opensAt: at(seconds) },
    },
  });
  const shut = [...busy, queued('y', 6_010), until(7_000)];

  test('has no estimate before the opening', () => {
    const { outputs } = given(...shut).when(tick(at(6_050)));
    expect(waitOf(outputs, 'y').announcement).toEqual({ underOneMinute: false });
    expect(queueIn(given(...busy, queued('y', 6_010)).when(until(7_000)).outputs).subjects).toMatchObject([
      { opensAt: at(7_000), announcement: { underOneMinute: false } },
    ]);
  });

  test('has no estimate from the first on, also where agents are online', () => {
    const first = queued('y', 20, { closed: { opensAt: at(1_000) } });
    const { outputs } = given(online('mia', 10)).when(first);
    expect(waitOf(outputs, 'y').announcement).toEqual({ underOneMinute: false });
  });

  test('is estimated when they open', () => {
    const past = [...shut, tick(at(6_050)), closed('x', 6_101)];
    const due = given(...past).due() ?? 0;
    expect(due).toBeLessThanOrEqual(at(7_000));
    const { outputs } = given(...past, tick(at(6_500))).when(tick(at(7_000)));
    expect(waitOf(outputs, 'y').announcement).toEqual({ underOneMinute: true });
  });

  test('counts for patience only from the opening on', () => {
    const before = given(...shut).when(tick(at(6_050))).state;
    const after = given(...shut).when(abandoned('y', 6_900)).state;
    expect(after?.patience).toEqual(before?.patience);
  });
});

test('a conversation that returns to the queue is not observed as a handling', () => {
  const state = given(...busy).when(returned('x', 6_050)).state;
  const kinds = state?.observations.values().map(({ kind }) => kind) ?? [];
  expect(kinds).not.toContain('handling');
});

test('the history of three weeks of hand-offs is bounded', () => {
  const decider = waitEstimation({ ...testSettings, refreshEverySeconds: 1e9, refreshAfterMs: 1e12 });
  let pool = decider.evolve(null, { ...online('mia'), id: 'm' } as never);
  for (let i = 0; i < 4_200; i++) {
    const from = 10 + i * 432;
    for (const line of [queued(`p${i}`, from), assigned(`p${i}`, from + 1), closed(`p${i}`, from + 101)])
      pool = decider.evolve(pool, { ...line, id: `${i}` } as never);
  }
  expect(pool?.handlings.size).toBeLessThanOrEqual(3_000);
  expect(pool?.waits.size).toBeLessThanOrEqual(2_000);
  expect(pool?.observations.size).toBeLessThanOrEqual(300);
  expect(pool?.arrivalCounts.size).toBeLessThanOrEqual(14 * 48 + 2);
});
