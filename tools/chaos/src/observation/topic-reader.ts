import { setTimeout as sleep } from 'node:timers/promises';
import { topics as catalog, deadLetterTopic, subscriptions, type TopicDefinition } from '@warmline/contracts';
import type { Transport } from '@warmline/messaging';
import { type ObservedRecord, observedRecord } from './observed-record.ts';

export const deadLetterTopics: readonly string[] = Object.entries(subscriptions).flatMap(([group, read]) =>
  (read as readonly TopicDefinition[]).map((topic) => deadLetterTopic(topic.name, group)),
);
export const eventTopics: readonly string[] = Object.values(catalog).map((topic) => topic.name);

export interface TopicReader {
  /** In order of arrival; grows. A record read twice, after an outage of the broker, is here once. */
  readonly records: readonly ObservedRecord[];
  /** Resolves when everything the topics hold now has been read. */
  readToEnd(withinMs: number): Promise<void>;
  /** After a topic was deleted and created again: reads it from its beginning. What was read of it before stays. */
  readAgain(topic: string): Promise<void>;
  stop(): Promise<void>;
}

/** Reads every topic from its beginning until the end of the run, as an outside reader does. */
export const startTopicReader = async (
  log: Transport,
  onRecord: (record: ObservedRecord) => void,
): Promise<TopicReader> => {
  const records: ObservedRecord[] = [];
  const next = new Map<string, number>();
  const all = [...eventTopics, ...deadLetterTopics];
  const startTail = () =>
    log.tail(
      all,
      (incoming) => {
        const cell = `${incoming.topic}/${incoming.partition}`;
        if (incoming.offset < (next.get(cell) ?? 0)) return;
        next.set(cell, incoming.offset + 1);
        const record = observedRecord(incoming);
        records.push(record);
        onRecord(record);
      },
      true,
    );
  let stopTail = await startTail();
  /** The end of each partition. Customers write on meanwhile: a later end is not waited for. */
  const findEnds = async (): Promise<ReadonlyMap<string, number>> => {
    const counts = await log.listTopics();
    const ends = new Map<string, number>();
    for (const topic of all.filter((name) => counts.has(name)))
      for (const [partition, end] of (await log.ends(topic)).entries()) ends.set(`${topic}/${partition}`, end);
    return ends;
  };
  return {
    records,
    readToEnd: async (withinMs) => {
      const until = Date.now() + withinMs;
      for (const [cell, end] of await findEnds())
        while ((next.get(cell) ?? 0) < end) {
          if (Date.now() > until) throw new Error(`${cell} could not be read to its end, ${end}`);
          await sleep(50);
        }
    },
    readAgain: async (topic) => {
      await stopTail();
      for (const cell of next.keys()) if (cell.startsWith(`${topic}/`)) next.delete(cell);
      stopTail = await startTail();
    },
    stop: () => stopTail(),
  };
};
