import type { TopicDefinition } from '@warmline/contracts';
import { decode } from './codec.ts';
import type { Input } from './stage.ts';
import type { Transport } from './transport.ts';

/** Enough time for a one-member group to form on a busy broker. */
const TIMEOUT_MS = 30_000;

/**
 * Reads a topic from its first record to its end as of the call, then unsubscribes. For small topics with unlimited retention.
 * Skips records that cannot be decoded. Rejects if the end is not reached within 30 s.
 */
export const readToEnd = async (
  transport: Pick<Transport, 'tail' | 'bounds' | 'listTopics'>,
  topic: TopicDefinition,
  onEvent: (event: Input) => void,
): Promise<void> => {
  const partitions = (await transport.listTopics()).get(topic.name) ?? 0;
  const unfinished = new Map<number, number>();
  for (let n = 0; n < partitions; n++) {
    const { first, end } = await transport.bounds(topic.name, n);
    if (end > first) unfinished.set(n, end);
  }
  if (unfinished.size === 0) return;
  const { promise: reachedEnd, resolve, reject } = Promise.withResolvers<void>();
  const limit = setTimeout(
    () => reject(new Error(`${topic.name} was not read to its end in ${TIMEOUT_MS} ms`)),
    TIMEOUT_MS,
  );
  const stop = await transport.tail(
    [topic.name],
    (record) => {
      const decoded = decode(record, topic);
      if (decoded.is === 'event') onEvent(decoded.event);
      const end = unfinished.get(record.partition);
      if (end !== undefined && record.offset + 1 >= end) unfinished.delete(record.partition);
      if (unfinished.size === 0) resolve();
    },
    true,
  );
  try {
    await reachedEnd;
  } finally {
    clearTimeout(limit);
    await stop();
  }
};
