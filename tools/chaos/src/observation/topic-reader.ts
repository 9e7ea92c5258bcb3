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
  const findUnread = async (): Promise<string | undefined> => {
    const counts = await log.listTopics();
    for (const topic of all) {
      for (let partition = 0; partition < (counts.get(topic) ?? 0); partition++) {
        const { end } = await log.bounds(topic, partition);
        if ((next.get(`${topic}/${partition}`) ?? 0) < end) return `${topic}/${partition}`;
      }
    }
    return undefined;
  };
  return {
    records,
    readToEnd: async (withinMs) => {
      const until = Date.now() + withinMs;
      for (;;) {
        const where = await findUnread();
        if (where === undefined) return;
        if (Date.now() > until) throw new Error(`${where} could not be read to its end`);
        await sleep(200);
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
