import { expect, test } from '@jest/globals';
import type { LatencyReport } from './latency.ts';
import type { LoadReport } from './load-run.ts';
import { latencyTable, ratioToHop } from './report.ts';

const times = (p50: number) => ({ count: 1_000, p50, p95: p50 * 2, p99: p50 * 3, max: p50 * 4 });

const load = (perSecond: number, offered: number): LoadReport => ({
  perSecond,
  warmUpSeconds: 20,
  seconds: 60,
  traffic: {
    messages: perSecond * 60,
    handoffs: perSecond * 3,
    answered: times(4),
    assessed: times(20),
    offered: times(offered),
    sendDelay: times(0.1),
    unanswered: 0,
    unassessed: 0,
    unoffered: 0,
    desks: { offers: perSecond * 3 },
    degraded: 0,
    failures: {},
  },
  costs: {
    processes: [
      {
        name: 'gateway',
        perThousand: 0.5,
        kernelPercent: 40,
        corePercent: 50,
        wakeUpsPerSecond: 100,
        rssMegabytes: 210,
      },
      {
        name: 'kafka',
        perThousand: 0.25,
        kernelPercent: 40,
        corePercent: 25,
        wakeUpsPerSecond: 300,
        rssMegabytes: 260,
      },
    ],
    backends: { 'warmline gateway': 0.2, checkpointer: 0.01 },
    commitsPerSecond: 400,
    walSyncsPerSecond: 100,
    walBytesPerMessage: 5_000,
    walPagesPerMessage: 0.1,
    batches: [{ service: 'gateway', perSecond: 50, events: 20, commitMs: 3, appendsPerSecond: 40, appendMs: 2 }],
  },
  backlog: [{ at: 10, lag: 12, outbox: 1 }],
  backlogSlope: 0.02,
});

const report: LatencyReport = {
  hop: times(2),
  idle: [
    { name: 'gateway', perThousand: 1, kernelPercent: 40, corePercent: 1.5, wakeUpsPerSecond: 80, rssMegabytes: 150 },
    { name: 'routing', perThousand: 1, kernelPercent: 40, corePercent: 0.5, wakeUpsPerSecond: 60, rssMegabytes: 150 },
    { name: 'kafka', perThousand: 1, kernelPercent: 40, corePercent: 4, wakeUpsPerSecond: 500, rssMegabytes: 260 },
  ],
  loads: [load(200, 50), load(1_000, 90)],
  startUp: { services: { gateway: 900 }, allInOneFirst: 3_000, allInOneAgain: 1_500 },
  statements: [],
};

test('the report gives the way to the desk at the lowest rate in bare hops', () => {
  expect(ratioToHop(report)).toBe(25);
  expect(ratioToHop({ ...report, hop: null })).toBeNull();
  expect(ratioToHop({ ...report, loads: [] })).toBeNull();
});

test('the tables have every latency, the total processor time and the idle load of the services', () => {
  const table = latencyTable(report);
  expect(table).toContain('| one bare hop at 200/s | 1,000 | 2.00 | 4.00 | 6.00 | 8.00 |');
  expect(table).toContain('| hand-off message -> offer on the desk at 1000/s | 1,000 | 90.0 | 180.0 | 270.0 | 360.0 |');
  expect(table).toContain('| all | 0.750 | | 75.0 | | |');
  expect(table).toContain('| six services | 2.00 | 140 |');
  expect(table).toContain('slope 0.02 events/s');
  expect(table).toContain('| warmline up, again | 1500 |');
});

test('a part that was not run has no table', () => {
  const table = latencyTable({ ...report, idle: [], startUp: null, loads: [] });
  expect(table).not.toContain('idle');
  expect(table).not.toContain('start');
  expect(table).toContain('one bare hop');
});
