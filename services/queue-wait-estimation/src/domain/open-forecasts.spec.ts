import { describe, expect, test } from '@jest/globals';
import { storyOf } from '@warmline/testing/story';
import { BLENDED_ESTIMATORS } from './estimators.ts';
import { driftFactor, initialCalibration } from './forecast/calibration.ts';
import type { Pool } from './pool.ts';
import { reload, shareWithin, simulateTeam, type TeamScenario } from './team-scenario.fixtures.ts';
import { abandoned, assigned, at, closed, online, queued, settings } from './wait-estimation.fixtures.ts';
import { waitEstimation } from './wait-estimation.ts';

/** Learnt from conversations of 200 s; they take twice as long from now on. */
const slower: TeamScenario = { agents: 8, hours: 24, between: 58, learnedHandling: 200, handling: 400, seed: 'b' };
/** What the waits that ended prove is not heeded. */
const unheeded = (pool: Pool): Pool => ({ ...pool, calibration: initialCalibration(BLENDED_ESTIMATORS.length) });

describe('given agents who are twice as slow as was learnt', () => {
  const heeded = simulateTeam(slower);

  test('then four of five still end within the P80 that was told of them', () => {
    expect(heeded.outcomes.length).toBeGreaterThan(800);
    expect(Math.abs(shareWithin(heeded.outcomes) - 0.8)).toBeLessThan(0.04);
  });

  test('then without heed to what came true they do not', () => {
    expect(shareWithin(simulateTeam({ ...slower, afterEvent: unheeded }).outcomes)).toBeLessThan(0.7);
  });

  test('then it is said who spoke: the twin at first, and others with it once they are nearer', () => {
    const spoke = heeded.published.map((data) => (data as { estimator?: string }).estimator);
    expect(spoke.find((name) => name !== undefined && name !== 'markov-abandonment')).toBe('digital-twin');
    expect(spoke).toContain('blend');
  });

  test('then what is kept of it is one row for each who waits, and a few numbers', () => {
    const { pool } = heeded;
    expect(pool?.openForecasts.ids().filter((id) => !pool.waiting.has(id))).toEqual([]);
    expect(JSON.stringify(pool?.calibration).length).toBeLessThan(2_000);
  });
});

test('given a pool that is read from the database between any two events, then it tells what one never away would', () => {
  const busy: TeamScenario = { ...slower, agents: 3, between: 150, hours: 1.5, seed: 'read' };
  const once = simulateTeam(busy);
  const again = simulateTeam({ ...busy, afterEvent: reload });
  expect(again.published).toEqual(once.published);
  expect(once.pool?.calibration).not.toEqual(initialCalibration(BLENDED_ESTIMATORS.length));
  expect(again.pool?.calibration).toEqual(once.pool?.calibration);
});

const given = storyOf(waitEstimation(settings));
/** Mia has served forty customers for 100 s each; she has one more, and y waits and was looked at. */
const past = Array.from({ length: 40 }, (_, i) => {
  const from = 10 + i * 120;
  return [queued(`p${i}`, from), assigned(`p${i}`, from + 1), closed(`p${i}`, from + 101, { handledMs: 100_000 })];
}).flat();
const busy = [online('mia'), ...past, online('mia', 5_200), queued('x', 6_000), assigned('x', 6_001)];
const looked = [...busy, queued('y', 6_041)];
const proofOf = (pool: Pool | null) => ({ awaited: pool?.openForecasts.ids(), n: pool?.calibration.regimes[0]?.n });

describe('what was said of a wait', () => {
  test('is kept from the first look until it ends', () => {
    expect(proofOf(given(...looked).state())).toEqual({ awaited: ['y'], n: 0 });
    const state = given(...looked).when(assigned('y', 6_171)).state;
    expect(proofOf(state)).toEqual({ awaited: [], n: 1 });
    // It was told 60 s and was 130 s.
    expect(driftFactor(state?.calibration ?? initialCalibration(BLENDED_ESTIMATORS.length))).toBeGreaterThan(1);
  });

  test('is proven by one who gave up as well, who would have waited longer', () => {
    const state = given(...looked).when(abandoned('y', 6_046)).state;
    expect(proofOf(state)).toEqual({ awaited: [], n: 1 });
    expect(driftFactor(state?.calibration ?? initialCalibration(BLENDED_ESTIMATORS.length))).toBeCloseTo(1, 2);
  });

  test('is dropped unproven where its teams close, or it is queued for another team', () => {
    const base = { poolId: 'acme', tenantId: 'acme', handoffId: 'y', conversationId: 'c-y', team: 'tech' };
    const shut = { hours: 'from nine', opensAt: at(9_000) };
    const closing = { type: 'TeamUnstaffed', at: at(6_050), data: { ...base, closed: shut } };
    expect(proofOf(given(...looked).when(closing).state)).toEqual({ awaited: [], n: 0 });
    const elsewhere = { steps: [{ team: 'billing', opensAt: at(6_042) }] };
    expect(proofOf(given(...looked).when(queued('y', 6_041.5, elsewhere)).state)).toEqual({ awaited: [], n: 0 });
    expect(proofOf(given(...looked).when(queued('y', 6_041.5, { priority: 100 })).state).awaited).toEqual(['y']);
  });

  test('is nothing where a slot is free: there is no queue to prove anything of', () => {
    expect(proofOf(given(online('mia'), ...past, queued('y', 6_041)).state())).toEqual({ awaited: [], n: 0 });
  });
});
