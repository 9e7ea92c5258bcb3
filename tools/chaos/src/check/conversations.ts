import { topics } from '@warmline/contracts';
import { placeOf, type Rec } from '../facts/record.ts';
import type { History, TimelineRow } from '../history.ts';
import { type Violation, violation } from './violation.ts';

/** Sequences that begin at 1 and grow by one. */
const contiguous = (name: string, rule: string, seqs: readonly number[]): Violation[] => {
  const found: Violation[] = [];
  let last = 0;
  for (const seq of seqs) {
    const fault = seq > last + 1 ? 'lost' : seq === last ? 'doubled' : seq < last ? 'outOfOrder' : null;
    if (fault !== null) found.push(violation(fault, rule, `${name}: ${last} is followed by ${seq}`));
    last = Math.max(last, seq);
  }
  return found;
};

/** Every conversation in its own sequence, without a gap, with one owner at a time: who passes it on is who had it, and the epoch grows by one. */
export const checkConversations = (applied: readonly Rec[]): Violation[] => {
  const found: Violation[] = [];
  const own = applied.filter((record) => record.topic === topics.conversation.name);
  for (const [key, records] of Map.groupBy(own, (record) => record.key)) {
    found.push(...contiguous(`conversation ${key}`, 'conversation-sequence', records.map((r) => r.data.seq ?? 0))); // biome-ignore format: one line
    let owner: Rec['data']['owner'];
    for (const record of records) {
      if (record.type !== 'OwnerChanged') continue;
      const { owner: now, previous } = record.data;
      const follows =
        owner === undefined ||
        (owner.kind === previous?.kind && owner.id === previous.id && owner.epoch === previous.epoch);
      if (!follows || now?.epoch !== (previous?.epoch ?? 0) + 1)
        found.push(
          violation(
            'outOfOrder',
            'owner-epoch',
            `conversation ${key}: ${JSON.stringify(previous)} passes to ${JSON.stringify(now)}; the owner was ${JSON.stringify(owner)}`,
            [placeOf(record)],
          ),
        );
      owner = now;
    }
  }
  return found;
};

/** What faces are shown has no gap, and what a conversation's face is shown is what its topic tells. */
export const checkTimeline = (applied: readonly Rec[], timeline: readonly TimelineRow[]): Violation[] => {
  const found: Violation[] = [];
  const told = new Map<string, Rec>();
  for (const record of applied)
    if (record.topic === topics.conversation.name) told.set(`${record.key} ${record.data.seq}`, record);
  for (const [name, rows] of Map.groupBy(timeline, ({ stage, key }) => `${stage} ${key}`)) {
    found.push(...contiguous(name, 'timeline-sequence', rows.map(({ seq }) => seq))); // biome-ignore format: one line
    for (const { stage, key, seq, type } of rows) {
      if (stage !== 'conversation') continue;
      const event = told.get(`${key} ${seq}`);
      if (event?.type !== type)
        found.push(
          violation('lost', 'timeline-event', `${name}: ${seq} is ${type}, the topic has ${event?.type ?? 'nothing'}`),
        );
    }
  }
  return found;
};

/** Listeners miss nothing and are told nothing twice, however often they resumed. */
export const checkStreams = ({ ledger }: Pick<History, 'ledger'>): Violation[] =>
  ledger.streams.flatMap(({ stage, key, ids, resumed }) =>
    contiguous(`stream of ${stage} ${key}, resumed ${resumed} times`, 'stream-sequence', ids),
  );
