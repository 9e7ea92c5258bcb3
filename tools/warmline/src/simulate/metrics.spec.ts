import { expect, test } from '@jest/globals';
import { randomOf } from '@warmline/queue-wait-estimation/forecast';
import { metricsOf } from './metrics.ts';
import type { SimulatedRequest } from './output-lines.ts';
import { type SimulatedAgent } from './simulated-agent.ts';

const request = (t: number, waited: number, outcome: SimulatedRequest['outcome'] = 'served'): SimulatedRequest => ({
  ...{ id: `${t}`, subject: 'a', t, level: 0, random: randomOf('x'), firstOfferedAt: t },
  ...{ waited, outcome, offeredWait: waited },
});
const agent = (id: string, open: number, busy: number): SimulatedAgent => ({
  member: { id, teams: ['team'], capacity: 1, pace: 1, shifts: [] },
  ...{
    status: 'offline',
    conversations: 0,
    offers: 0,
    wrapUps: 0,
    capacitySeconds: open,
    busySeconds: busy,
    countedAt: 0,
  },
});

test('the metrics count requests after the warm-up, and the occupancy of agents by their capacity', () => {
  const requests = [request(5, 999), request(10, 0), request(20, 60), request(30, 120), request(40, 300, 'abandoned')];
  const agents = [agent('x', 100, 50), agent('y', 300, 270)];
  const { waits, occupancy } = metricsOf({ requests, agents: agents, promisesEnded: 0, promisesKept: 0 }, 10);
  expect(waits.a).toEqual(waits.all);
  expect(waits.all).toEqual({
    ...{ requests: 4, served: 3, abandoned: 0.25, serviceLevel: 0.5 },
    ...{ mean: 60, p50: 60, p80: 120, p95: 120, longest: 300 },
  });
  expect(occupancy.team).toMatchObject({ agents: 2, occupancy: 0.8, lowest: 0.5, highest: 0.9 });
  expect(occupancy.team?.variation).toBeCloseTo(0.2 / 0.7, 10);
});

test('the metrics of an empty simulation are zero', () => {
  const { waits, occupancy } = metricsOf({ requests: [], agents: [], promisesEnded: 0, promisesKept: 0 }, 0);
  expect(waits.all).toMatchObject({ requests: 0, abandoned: 0, p95: 0 });
  expect(occupancy.all).toMatchObject({ agents: 0, occupancy: 0, variation: 0 });
});
