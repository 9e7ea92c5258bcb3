import { topics } from '@warmline/contracts';
import { positionOf, type Violation, violation } from '@warmline/testing/history-violation';
import type { History, TimelineRow } from '../history.ts';
import type { ObservedRecord } from '../observation/observed-record.ts';

/** Violations of a sequence that must start at 1 and grow by one. */
const contiguous = (name: string, rule: string, seqs: readonly number[]): Violation[] => {
  const found: Violation[] = [];
  let last = 0;
  for (const seq of seqs) {
    const kind = seq > last + 1 ? 'lost' : seq === last ? 'doubled' : seq < last ? 'outOfOrder' : null;
    if (kind !== null) found.push(violation(kind, rule, `${name}: ${last} is followed by ${seq}`));
    last = Math.max(last, seq);
  }
  return found;
};

/** Every conversation has a sequence without gaps and one owner at a time: only the current owner is replaced, and the epoch grows by one. */
export const checkConversations = (applied: readonly ObservedRecord[]): Violation[] => {
  const found: Violation[] = [];
  const conversationRecords = applied.filter((record) => record.topic === topics.conversation.name);
  for (const [key, records] of Map.groupBy(conversationRecords, (record) => record.key)) {
    found.push(...contiguous(`conversation ${key}`, 'conversation-sequence', records.map((r) => r.data.seq ?? 0))); // biome-ignore format: one line
    let owner: ObservedRecord['data']['owner'];
    for (const record of records) {
      if (record.type !== 'OwnerChanged') continue;
      const { owner: now, previous } = record.data;
      const isOwnerConsistent =
        owner === undefined ||
        (owner.kind === previous?.kind && owner.id === previous.id && owner.epoch === previous.epoch);
      if (!isOwnerConsistent || now?.epoch !== (previous?.epoch ?? 0) + 1)
        found.push(
          violation(
            'outOfOrder',
            'owner-epoch',
            `conversation ${key}: ${JSON.stringify(previous)} passes to ${JSON.stringify(now)}; the owner was ${JSON.stringify(owner)}`,
            [positionOf(record)],
          ),
        );
      owner = now;
    }
  }
  return found;
};

/** Timelines have no gap, and the timeline of a conversation equals its topic. */
export const checkTimeline = (applied: readonly ObservedRecord[], timeline: readonly TimelineRow[]): Violation[] => {
  const found: Violation[] = [];
  const published = new Map<string, ObservedRecord>();
  for (const record of applied)
    if (record.topic === topics.conversation.name) published.set(`${record.key} ${record.data.seq}`, record);
  for (const [name, rows] of Map.groupBy(timeline, ({ stage, key }) => `${stage} ${key}`)) {
    found.push(...contiguous(name, 'timeline-sequence', rows.map(({ seq }) => seq))); // biome-ignore format: one line
    for (const { stage, key, seq, type } of rows) {
      if (stage !== 'conversation') continue;
      const event = published.get(`${key} ${seq}`);
      if (event?.type !== type)
        found.push(
          violation('lost', 'timeline-event', `${name}: ${seq} is ${type}, the topic has ${event?.type ?? 'nothing'}`),
        );
    }
  }
  return found;
};

/** A listener gets every event once, however often it resumes. */
export const checkStreams = ({ clientLog }: Pick<History, 'clientLog'>): Violation[] =>
  clientLog.streams.flatMap(({ stage, key, ids, resumeCount: resumed }) =>
    contiguous(`stream of ${stage} ${key}, resumed ${resumed} times`, 'stream-sequence', ids),
  );
