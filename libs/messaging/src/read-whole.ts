import type { TopicDefinition } from '@warmline/contracts';
import { decode } from './codec.ts';
import type { Input } from './stage.ts';
import type { Transport } from './transport.ts';

/** Long enough for a group of one to form while the broker is busy. */
const LIMIT_MS = 30_000;

/**
 * Reads a topic from its first record to its end as of the call, and leaves: for topics that are kept for ever and stay small.
 * Records that do not parse are passed over. Rejects when the end is not reached within 30 s.
 */
export const readWhole = async (
  transport: Pick<Transport, 'tail' | 'bounds' | 'listTopics'>,
  topic: TopicDefinition,
  heard: (event: Input) => void,
): Promise<void> => {
  const partitions = (await transport.listTopics()).get(topic.name) ?? 0;
  const open = new Map<number, number>();
  for (let n = 0; n < partitions; n++) {
    const { first, end } = await transport.bounds(topic.name, n);
    if (end > first) open.set(n, end);
  }
  if (open.size === 0) return;
  const { promise: read, resolve, reject } = Promise.withResolvers<void>();
  const limit = setTimeout(
    () => reject(new Error(`${topic.name} was not read to its end in ${LIMIT_MS} ms`)),
    LIMIT_MS,
  );
  const stop = await transport.tail(
    [topic.name],
    (record) => {
      const decoded = decode(record, topic);
      if (decoded.is === 'event') heard(decoded.event);
      const end = open.get(record.partition);
      if (end !== undefined && record.offset + 1 >= end) open.delete(record.partition);
      if (open.size === 0) resolve();
    },
    true,
  );
  try {
    await read;
  } finally {
    clearTimeout(limit);
    await stop();
  }
};
