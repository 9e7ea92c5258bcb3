import { describe, expect, test } from '@jest/globals';
import { storyOf } from '@warmline/testing/story';
import { BLENDED_ESTIMATORS } from './estimators.ts';
import { driftFactor, initialCalibration } from './forecast/calibration.ts';
import type { Pool } from './pool.ts';
import { reload, shareWithin, simulateTeam, type TeamScenario } from './team-scenario.fixtures.ts';
import { abandoned, assigned, at, closed, online, queued, settings } from './wait-estimation.fixtures.ts';
import { waitEstimation } from './wait-estimation.ts';

/** The model has learned from conversations of 200 s; they now take twice as long. */
const slower: TeamScenario = { agents: 8, hours: 16, between: 58, learnedHandling: 200, handling: 400, seed: 'b' };
/** Forgets the calibration after every event. */
const uncalibrated = (pool: Pool): Pool => ({ ...pool, calibration: initialCalibration(BLENDED_ESTIMATORS.length) });

describe('given agents who are twice as slow as the model has learned', () => {
  const calibrated = simulateTeam(slower);

  test('then four of five waits still end within their first P80', () => {
    expect(calibrated.outcomes.length).toBeGreaterThan(800);
    expect(Math.abs(shareWithin(calibrated.outcomes) - 0.8)).toBeLessThan(0.04);
  });

  test('then without calibration fewer than 70 % do', () => {
    expect(shareWithin(simulateTeam({ ...slower, hours: 8, afterEvent: uncalibrated }).outcomes)).toBeLessThan(0.7);
  });

  test('then the published estimator is the twin at first, and the blend once others are more accurate', () => {
    const estimators = calibrated.published.map((data) => (data as { estimator?: string }).estimator);
    expect(estimators.find((name) => name !== undefined && name !== 'markov-abandonment')).toBe('digital-twin');
    expect(estimators).toContain('blend');
  });

  test('then the state has one forecast at most for each waiting hand-off, and a calibration below 2,000 characters', () => {
    const { pool } = calibrated;
    expect(pool?.openForecasts.ids().filter((id) => !pool.waiting.has(id))).toEqual([]);
    expect(JSON.stringify(pool?.calibration).length).toBeLessThan(2_000);
  });
});

test('a pool reloaded from storage between any two events publishes the same as one kept in memory', () => {
  const busy: TeamScenario = { ...slower, agents: 3, between: 150, hours: 1.5, seed: 'read' };
  const once = simulateTeam(busy);
  const again = simulateTeam({ ...busy, afterEvent: reload });
  expect(again.published).toEqual(once.published);
  expect(once.pool?.calibration).not.toEqual(initialCalibration(BLENDED_ESTIMATORS.length));
  expect(again.pool?.calibration).toEqual(once.pool?.calibration);
});

const given = storyOf(waitEstimation(settings));
/** Mia has served forty customers for 100 s each and is serving x. */
const past = Array.from({ length: 40 }, (_, i) => {
  const from = 10 + i * 120;
  return [queued(`p${i}`, from), assigned(`p${i}`, from + 1), closed(`p${i}`, from + 101, { handledMs: 100_000 })];
}).flat();
const busy = [online('mia'), ...past, online('mia', 5_200), queued('x', 6_000), assigned('x', 6_001)];
/** y waits and has had its first refresh. */
const refreshed = [...busy, queued('y', 6_041)];
const summaryOf = (pool: Pool | null) => ({ open: pool?.openForecasts.ids(), closed: pool?.calibration.regimes[0]?.n });

describe('the forecast of a wait', () => {
  test('is kept from the first refresh until the wait ends', () => {
    expect(summaryOf(given(...refreshed).state())).toEqual({ open: ['y'], closed: 0 });
    const state = given(...refreshed).when(assigned('y', 6_171)).state;
    expect(summaryOf(state)).toEqual({ open: [], closed: 1 });
    // The forecast was 60 s, the wait 130 s.
    expect(driftFactor(state?.calibration ?? initialCalibration(BLENDED_ESTIMATORS.length))).toBeGreaterThan(1);
  });

  test('is closed by an abandoned wait, which counts as censored', () => {
    const state = given(...refreshed).when(abandoned('y', 6_046)).state;
    expect(summaryOf(state)).toEqual({ open: [], closed: 1 });
    expect(driftFactor(state?.calibration ?? initialCalibration(BLENDED_ESTIMATORS.length))).toBeCloseTo(1, 2);
  });

  test('is dropped without recalibration where its teams close, or it is queued for another team', () => {
    const base = { poolId: 'acme', tenantId: 'acme', handoffId: 'y', conversationId: 'c-y', team: 'tech' };
    const shut = { hours: 'from nine', opensAt: at(9_000) };
    const closing = { type: 'TeamUnstaffed', at: at(6_050), data: { ...base, closed: shut } };
    expect(summaryOf(given(...refreshed).when(closing).state)).toEqual({ open: [], closed: 0 });
    const elsewhere = { steps: [{ team: 'billing', opensAt: at(6_042) }] };
    expect(summaryOf(given(...refreshed).when(queued('y', 6_041.5, elsewhere)).state)).toEqual({ open: [], closed: 0 });
    expect(summaryOf(given(...refreshed).when(queued('y', 6_041.5, { priority: 100 })).state).open).toEqual(['y']);
  });

  test('is not made where capacity is free', () => {
    expect(summaryOf(given(online('mia'), ...past, queued('y', 6_041)).state())).toEqual({ open: [], closed: 0 });
  });
});
