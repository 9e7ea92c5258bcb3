import { joinGroup, recordOf, valueTexts, waitUntil } from './group-member.fixtures.ts';
import { memoryTransport } from './memory/memory-transport.ts';
import { prefixedTransport } from './prefixed-transport.ts';
import { transportSuite } from './transport.suite.ts';
import type { TransportUnderTest } from './transport-records.suite.ts';

transportSuite('prefixed', async (): Promise<TransportUnderTest> => {
  const memory = memoryTransport();
  return {
    transport: prefixedTransport(memory, { topics: 'eu.', groups: 'eu-' }),
    outage: { begin: async () => memory.down(), end: async () => memory.up() },
    close: () => memory.close(),
  };
});

test('two installations with prefixes of their own on one broker do not see each other', async () => {
  const broker = memoryTransport();
  const [eu, us] = ['eu', 'us'].map((name) => prefixedTransport(broker, { topics: `${name}.`, groups: `${name}-` }));
  if (eu === undefined || us === undefined) throw new Error('unreachable');
  await eu.applyTopics([{ name: 'a.v1', partitions: 1, config: {} }]);
  expect([...(await us.listTopics()).keys()]).toEqual([]);
  await us.applyTopics([{ name: 'a.v1', partitions: 1, config: {} }]);
  const [reader, other] = [await joinGroup(eu, 'routing', ['a.v1']), await joinGroup(us, 'routing', ['a.v1'])];
  await eu.append([recordOf('a.v1', 0, 'of eu')]);
  await us.append([recordOf('a.v1', 0, 'of us')]);
  await waitUntil('both', () => reader.seen.records.length === 1 && other.seen.records.length === 1);
  expect([valueTexts(reader.seen.records), valueTexts(other.seen.records)]).toEqual([['of eu'], ['of us']]);
  expect(reader.seen.fetched.map(({ topic, records }) => [topic, records[0]?.topic])).toEqual([['a.v1', 'a.v1']]);
  expect([...(await broker.listTopics()).keys()].sort()).toEqual(['eu.a.v1', 'us.a.v1']);
});
