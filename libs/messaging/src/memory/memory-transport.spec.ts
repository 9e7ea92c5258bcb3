import { waitUntil } from '../group-member.fixtures.ts';
import { transportSuite } from '../transport.suite.ts';
import type { Listener } from '../transport.ts';
import type { TransportUnderTest } from '../transport-records.suite.ts';
import { memoryTransport } from './memory-transport.ts';

transportSuite('memory', async (): Promise<TransportUnderTest> => {
  const transport = memoryTransport();
  return {
    transport,
    outage: { begin: async () => transport.down(), end: async () => transport.up() },
    close: () => transport.close(),
  };
});

const record = { topic: 't', partition: 0, key: 'k', value: 'v', headers: {} };
const recordingListener = (calls: string[], name: string): Listener => ({
  assigned: (tasks) => void calls.push(`${name} has ${tasks.join(',')}`),
  revoked: () => void calls.push(`${name} is out`),
  records: async ({ records }) => void calls.push(`${name} read ${records.length}`),
  down: () => {},
  up: () => {},
});

describe('the hooks of the memory transport', () => {
  test('an append that fails before the write writes nothing, and one that fails after it has written everything', async () => {
    const transport = memoryTransport({ partitions: 1 });
    transport.failNextAppend('before');
    transport.failNextAppend('after');
    await expect(transport.append([record])).rejects.toThrow(/before it was written/);
    expect((await transport.bounds('t', 0)).end).toBe(0);
    await expect(transport.append([record])).rejects.toThrow(/after it was written/);
    expect((await transport.bounds('t', 0)).end).toBe(1);
    await transport.append([record]);
    expect((await transport.bounds('t', 0)).end).toBe(2);
  });

  test('a member that misses a rebalance continues to read, and is not confirmed', async () => {
    const transport = memoryTransport({ partitions: 2 });
    const calls: string[] = [];
    const stale = await transport.subscribe('g', ['t'], recordingListener(calls, 'stale'));
    await waitUntil('the first', () => calls.includes('stale has 0,1'));
    stale.seek('t', 0, 0);
    const owner = await transport.subscribe('g', ['t'], recordingListener(calls, 'owner'));
    await waitUntil('the second', () => calls.includes('owner has 1'));
    transport.rebalance('g', [[0, 1], []]);
    stale.seek('t', 0, 0);
    transport.rebalance('g', [null, [0, 1]]);
    owner.seek('t', 0, 0);
    await transport.append([record]);
    await waitUntil('both read', () => calls.includes('stale read 1') && calls.includes('owner read 1'));
    await expect(stale.confirm()).rejects.toThrow();
    await expect(owner.confirm()).resolves.toBeUndefined();
  });
});
