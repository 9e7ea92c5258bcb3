import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { encode } from './codec.ts';
import { memoryTransport } from './memory/memory-transport.ts';
import { readToEnd } from './read-to-end.ts';
import { declaredTopics } from './topics.ts';

const published = (tenantId: string, version: string) => {
  const cause = { id: `${tenantId}/${version}`, at: 1, tenantId, correlationId: 'c', traceparent: undefined };
  return encode('gateway', { type: 'PolicyPublished', data: { tenantId, version, policy: {} } }, cause.id, cause);
};

test('reading to the end delivers all records but an undecodable one, over all partitions, and then ends', async () => {
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  const received: unknown[] = [];
  const read = () =>
    readToEnd(transport, topics.policy, ({ data }) => void received.push((data as { version: string }).version));
  await read();
  expect(received).toEqual([]);
  const broken = { ...published('t-1', 'v-0'), value: '{' };
  await transport.append([broken, published('t-1', 'v-1'), published('t-2', 'v-2'), published('t-3', 'v-3')]);
  await read();
  expect([...received].sort()).toEqual(['v-1', 'v-2', 'v-3']);
});
