import type { ConsumerRecord, Transport } from '@warmline/messaging';

/** Without a record for this long the log counts as stuck. */
const SILENCE_MS = 15_000;

/**
 * Everything of these topics from the first record to their current ends, in the order of each partition. Topics come with their
 * partition counts.
 */
export const readToEnd = async (
  transport: Transport,
  topics: ReadonlyMap<string, number>,
  on: (record: ConsumerRecord) => void,
): Promise<void> => {
  const ends = new Map<string, number>();
  for (const [topic, count] of topics) {
    const bounds = await Promise.all(Array.from({ length: count }, (_, p) => transport.bounds(topic, p)));
    for (const [p, { first, end }] of bounds.entries()) if (end > first) ends.set(`${topic}/${p}`, end);
  }
  if (ends.size === 0) return;
  const open = new Set(ends.keys());
  const read = [...topics.keys()].filter((topic) => [...open].some((place) => place.startsWith(`${topic}/`)));
  const done = Promise.withResolvers<void>();
  const stuck = (): void =>
    done.reject(new Error(`no answer for ${SILENCE_MS / 1000} s reading ${[...open].join(', ')}`));
  let silence = setTimeout(stuck, SILENCE_MS);
  done.promise.catch(() => {});
  const stop = await transport.tail(
    read,
    (record) => {
      clearTimeout(silence);
      silence = setTimeout(stuck, SILENCE_MS);
      const place = `${record.topic}/${record.partition}`;
      const end = ends.get(place) ?? 0;
      if (record.offset < end) on(record);
      if (record.offset >= end - 1) open.delete(place);
      if (open.size === 0) done.resolve();
    },
    true,
  );
  try {
    await done.promise;
  } finally {
    clearTimeout(silence);
    await stop();
  }
};
