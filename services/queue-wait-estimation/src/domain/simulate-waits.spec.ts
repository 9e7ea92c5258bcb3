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
type Told = { readonly type: string; readonly data: unknown };
const waitOf = (outputs: readonly Told[], id: string) => {
  const told = outputs
    .map(({ type, data }) => (type === 'WaitEstimated' ? topics.queue.events.WaitEstimated.schema.parse(data) : null))
    .find((data) => data?.handoffId === id);
  if (told == null) throw new Error(`nothing was told of ${id}`);
  return told;
};
const queueIn = (outputs: readonly Told[]) => {
  const told = outputs.find(({ type }) => type === 'QueueWaitEstimated');
  return topics.queue.events.QueueWaitEstimated.schema.parse(told?.data);
};

/** Mia has served forty customers for 100 s each, one every 120 s; the twin has learnt it at 5,000 s. */
const past: StoryEvent[] = [
  online('mia'),
  ...Array.from({ length: 40 }, (_, i) => {
    const from = 10 + i * 120;
    return [queued(`p${i}`, from), assigned(`p${i}`, from + 1), closed(`p${i}`, from + 101, { handledMs: 100_000 })];
  }).flat(),
  online('mia', 5_200),
];
const busy = [...past, queued('x', 6_000), assigned('x', 6_001)];

describe('given a past, the digital twin tells', () => {
  test('what is left of the conversation, not a whole one', () => {
    const told = waitOf(given(...busy).when(queued('y', 6_041)).outputs, 'y');
    expect(told).toMatchObject({ estimator: 'digital-twin', position: 1 });
    for (const seconds of [told.p50Seconds, told.p80Seconds, told.p90Seconds]) expect(seconds).toBeCloseTo(60, 0);
  });

  test('the same from the same story, whenever it is asked', () => {
    const once = given(...busy).when(queued('y', 6_041)).outputs;
    expect(given(...busy).when(queued('y', 6_041)).outputs).toEqual(once);
  });

  test('as the exact queue does while there is none', () => {
    const told = waitOf(given(online('mia'), queued('x', 1), assigned('x', 2)).when(queued('y', 40)).outputs, 'y');
    expect(told.estimator).toBe('markov-abandonment');
  });

  test('one who would join what he would wait, behind who waits', () => {
    const { outputs } = given(...busy).when(queued('y', 6_041));
    const { waiting, subjects: parts, estimator } = queueIn(outputs);
    expect({ waiting, estimator }).toEqual({ waiting: 1, estimator: 'digital-twin' });
    expect(parts).toMatchObject([{ subject: 'technical', teams: ['tech'], waiting: 1, position: 2 }]);
    expect(parts[0]?.p50Seconds).toBeCloseTo(160, 0);
  });

  test('nothing of a queue again whose gist is the same', () => {
    const after = [...busy, queued('y', 6_041), tick(at(6_071))];
    const { outputs } = given(...after).when(tick(at(6_078)));
    expect(outputs.filter(({ type }) => type === 'QueueWaitEstimated')).toEqual([]);
  });
});

describe('failure 15: the estimate ignores staffing, or is told once and never updated', () => {
  const waiting = [...busy, queued('y', 6_010), queued('z', 6_012)];

  test('another agent on duty shortens what was told of those who wait', () => {
    const before = waitOf(given(...busy, queued('y', 6_010)).when(queued('z', 6_012)).outputs, 'z');
    const told = waitOf(given(...waiting).when(online('ben', 6_050)).outputs, 'z');
    expect(told.p50Seconds ?? 0).toBeLessThan((before.p50Seconds ?? 0) - 60);
  });

  test('the last agent gone, nothing is promised any more', () => {
    const told = waitOf(given(...waiting).when(online('mia', 6_050, { status: 'offline' })).outputs, 'y');
    expect(told).not.toHaveProperty('p50Seconds');
    expect(told.announcement).toEqual({ underOneMinute: false });
  });

  test('it is told again as the queue moves', () => {
    const { outputs } = given(...waiting).when(abandoned('y', 6_060));
    expect(waitOf(outputs, 'z')).toMatchObject({ position: 1, announcement: { underOneMinute: true } });
  });
});

describe('what was promised', () => {
  const promised = [...busy, queued('y', 6_010)];
  const vip = (from: number) => queued('vip', from, { priority: 100 });

  test('is told anew when it would break', () => {
    const toldOnce = waitOf(given(...busy).when(queued('y', 6_010)).outputs, 'y');
    expect(toldOnce.announcement).toEqual({ underOneMinute: false, lowMinutes: 2, highMinutes: 2 });
    // One of 100 s goes first: the half of such waits end at 190 s, past the 120 s that were told.
    const broken = waitOf(given(...promised).when(vip(6_050)).outputs, 'y');
    expect(broken).toMatchObject({ position: 2, announcement: { lowMinutes: 3 } });
  });

  test('is said to be kept or broken when an agent has it', () => {
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

  test('is told its wait when they open', () => {
    const past = [...shut, tick(at(6_050)), closed('x', 6_101)];
    const due = given(...past).due() ?? 0;
    expect(due).toBeLessThanOrEqual(at(7_000));
    const { outputs } = given(...past, tick(at(6_500))).when(tick(at(7_000)));
    expect(waitOf(outputs, 'y').announcement).toEqual({ underOneMinute: true });
  });

  test('teaches of patience from the opening on', () => {
    const before = given(...shut).when(tick(at(6_050))).state;
    const left = given(...shut).when(abandoned('y', 6_900)).state;
    expect(left?.patience).toEqual(before?.patience);
  });
});

test('given one who comes back from an agent, then its conversation teaches nothing', () => {
  const lost = given(...busy).when(returned('x', 6_050)).state;
  const lessons = lost?.observations.values().map(({ kind }) => kind) ?? [];
  expect(lessons).not.toContain('handling');
});

test('given three weeks of hand-offs, then what is kept of them is bounded', () => {
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
