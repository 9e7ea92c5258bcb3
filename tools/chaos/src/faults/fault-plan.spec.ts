import { expect, test } from '@jest/globals';
import { seededRandom } from '@warmline/testing/random';
import { serviceNames } from '@warmline/testing/system';
import { killPoints } from '../failpoint-names.ts';
import { planVisits } from '../schedule.ts';
import { planFaults, runDuration } from './fault-plan.ts';

const plan = (kills: number, seed: number) => planFaults(kills, runDuration(2_000, kills), seededRandom(seed));
const deaths = (kills: number, seed: number) =>
  plan(kills, seed).flatMap(({ fault }) => (fault.is === 'kill' || fault.is === 'zombie' ? [fault] : []));

test.each([1, 6, 12, 60])('a plan of %d kills spreads them evenly over the services', (kills) => {
  const services = deaths(kills, 7).map(({ service }) => service);
  expect(services).toHaveLength(kills);
  const [most, fewest] = [Math.ceil(kills / serviceNames.length), Math.floor(kills / serviceNames.length)];
  for (const name of serviceNames) {
    const count = services.filter((service) => service === name).length;
    expect(count).toBeGreaterThanOrEqual(fewest);
    expect(count).toBeLessThanOrEqual(most);
  }
});

test.each([1, 2, 3])('with seed %d, a plan of sixty kills has every failpoint and every kind of fault', (seed) => {
  const points = new Set<string>(deaths(60, seed).map(({ point }) => point));
  expect(
    [...killPoints, 'anywhere', 'freeze-before-commit', 'freeze-before-publish'].filter((p) => !points.has(p)),
  ).toEqual([]);
  expect(new Set(plan(60, seed).map(({ fault }) => fault.is))).toEqual(
    new Set(['kill', 'zombie', 'leave', 'roll', 'clock', 'broker', 'postgres', 'connections', 'topic']),
  );
});

test('a seed gives the same faults and visits again, and another seed gives others', () => {
  expect(plan(12, 5)).toEqual(plan(12, 5));
  expect(plan(12, 5)).not.toEqual(plan(12, 6));
  const visits = (seed: number) => planVisits(150, 60_000, seededRandom(seed));
  expect(visits(5)).toEqual(visits(5));
  expect(visits(5)).not.toEqual(visits(6));
  expect(visits(5).filter(({ kind }) => kind !== 'bot-only')).toHaveLength(150);
});
