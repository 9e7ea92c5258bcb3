import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { childCpuSeconds, parseStat, usageOf, usageOfTree } from '../process-usage.ts';
import { backlogSlope } from './backlog-slope.ts';
import { costsBetween } from './costs.ts';
import { MESSAGES_PER_CONVERSATION } from './customer-messages.ts';
import { metricSums } from './metric-sums.ts';
import { openLoop } from './open-loop.ts';
import { DurationHistogram } from './percentiles.ts';
import { sizeFor } from './sizing.ts';
import type { Snapshot } from './snapshot.ts';

test('the open loop keeps the scheduled instant of every send while the receiver blocks', async () => {
  const sent: { n: number; due: number; at: number }[] = [];
  await openLoop(200, 0.5, (n, due) => {
    sent.push({ n, due, at: performance.now() });
    if (n === 20) for (const until = performance.now() + 100; performance.now() < until; );
  });
  expect(sent.map(({ n }) => n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  const [first] = sent;
  for (const { n, due, at } of sent) {
    expect(due).toBeCloseTo((first?.due ?? 0) + n * 5, 6);
    expect(at).toBeGreaterThanOrEqual(due);
  }
  expect(Math.max(...sent.slice(21, 41).map(({ due, at }) => at - due))).toBeGreaterThan(80);
});

test('ten slow answers among 990 quick ones are above the 99th percentile and in the maximum', () => {
  const durations = new DurationHistogram();
  for (let n = 0; n < 990; n++) durations.add(2);
  for (let n = 0; n < 10; n++) durations.add(700 + n);
  const { count, p50, p95, p99, max } = durations.summary();
  expect(count).toBe(1_000);
  for (const quick of [p50, p95, p99]) expect(quick).toBeCloseTo(2, 1);
  expect(Math.abs(max - 709)).toBeLessThan(2);
});

test('an empty histogram has no percentiles', () => {
  expect(new DurationHistogram().summary()).toEqual({
    count: 0,
    p50: Number.NaN,
    p95: Number.NaN,
    p99: Number.NaN,
    max: Number.NaN,
  });
});

test('a backlog that grows by 30 events in ten seconds has a slope of three a second, and a flat one has none', () => {
  const lags = (values: readonly number[]) => values.map((lag, n) => ({ at: n * 10, lag, outbox: 0 }));
  expect(backlogSlope(lags([5, 35, 65, 95]))).toBeCloseTo(3);
  expect(backlogSlope(lags([40, 38, 42, 38, 40]))).toBeCloseTo(0, 1);
  expect(backlogSlope(lags([7]))).toBe(0);
});

test("processor time is read from the kernel's line even if the process name has brackets and blanks", () => {
  const rest = '4242 1 1 0 -1 4194560 100 0 0 0 250 50 30 20 20 0 11 0 100 900000 2000 18446744073709551615';
  expect(parseStat(`17 (node (x) y) S ${rest}`)).toEqual({
    pid: 17,
    parent: 4242,
    cpuSeconds: 3,
    kernelSeconds: 0.5,
    waitedChildrenSeconds: 0.5,
    rssBytes: 2_000 * 4_096,
  });
});

test('the processor time of this process grows with its work', async () => {
  const before = usageOf(process.pid);
  const from = process.cpuUsage();
  for (const until = performance.now() + 300; performance.now() < until; );
  const { user, system } = process.cpuUsage(from);
  await sleep(20);
  const after = usageOf(process.pid);
  expect(Math.abs(after.cpuSeconds - before.cpuSeconds - (user + system) / 1e6)).toBeLessThan(0.1);
  expect(after.wakeUps).toBeGreaterThan(0);
  expect(after.rssBytes).toBeGreaterThan(10_000_000);
  expect(usageOfTree(process.ppid).cpuSeconds).toBeGreaterThanOrEqual(after.cpuSeconds);
  expect(childCpuSeconds(process.ppid).get(process.pid)).toBeGreaterThanOrEqual(after.cpuSeconds);
});

test('samples of a metrics page are summed over their labels, without histogram buckets', () => {
  const page = [
    '# HELP warmline_batch_events Events a committed batch held.',
    'warmline_batch_events_bucket{le="1",service="gateway"} 4',
    'warmline_batch_events_sum{service="gateway"} 12',
    'warmline_events_processed_total{topic="a",service="gateway"} 3',
    'warmline_events_processed_total{topic="b",service="gateway"} 4.5',
    'warmline_ready 1',
  ].join('\n');
  expect(Object.fromEntries(metricSums(page))).toEqual({
    warmline_batch_events_sum: 12,
    warmline_events_processed_total: 7.5,
    warmline_ready: 1,
  });
});

const at = (seconds: number, cpuSeconds: number, commits: number): Snapshot => ({
  at: seconds * 1_000,
  processes: new Map([
    ['gateway', { cpuSeconds, kernelSeconds: cpuSeconds / 4, wakeUps: commits * 2, rssBytes: 200_000_000 }],
  ]),
  backends: new Map([['warmline gateway', cpuSeconds / 2]]),
  commits,
  walBytes: commits * 10,
  walPages: commits,
  walSyncs: commits,
  metrics: new Map([
    [
      'gateway',
      new Map([
        ['warmline_commit_seconds_count', commits],
        ['warmline_commit_seconds_sum', commits * 0.004],
        ['warmline_batch_events_sum', commits * 8],
        ['warmline_publish_seconds_count', commits / 2],
        ['warmline_publish_seconds_sum', commits * 0.001],
      ]),
    ],
  ]),
});

test('costs between two snapshots are given a second, a batch and a thousand messages', () => {
  const costs = costsBetween(at(5, 1, 100), at(15, 4, 600), 2_000);
  expect(costs.processes).toEqual([
    { name: 'gateway', perThousand: 1.5, kernelPercent: 25, corePercent: 30, wakeUpsPerSecond: 100, rssMegabytes: 200 },
  ]);
  expect(costs.backends).toEqual({ 'warmline gateway': 0.75 });
  expect(costs).toMatchObject({
    commitsPerSecond: 50,
    walSyncsPerSecond: 50,
    walBytesPerMessage: 2.5,
    walPagesPerMessage: 0.25,
  });
  const [batches] = costs.batches;
  expect(batches).toMatchObject({ service: 'gateway', perSecond: 50, events: 8, appendsPerSecond: 25 });
  expect(batches?.commitMs).toBeCloseTo(4);
  expect(batches?.appendMs).toBeCloseTo(2);
});

test.each([100, 200, 1_000])(
  'for %i messages a second the agents have more capacity than conversations of five seconds need',
  (rate) => {
    const { pools, agentsPerPool, capacity, conversations } = sizeFor(rate);
    const held = (rate / MESSAGES_PER_CONVERSATION) * 5;
    expect(pools * agentsPerPool * capacity).toBeGreaterThan(held * 1.5);
    expect(agentsPerPool).toBeLessThanOrEqual(30);
    expect(conversations).toBe(rate * 10);
  },
);
