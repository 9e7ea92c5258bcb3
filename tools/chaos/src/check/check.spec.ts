import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { Rec } from '../facts/record.ts';
import type { History } from '../history.ts';
import type { Ledger } from '../ledger.ts';
import { check } from './check.ts';
import { good, goodRecords, record } from './small-history.contract.ts';
import type { Fault } from './violation.ts';

const refused = (history: History): string[] => check(history).violations.map((v) => `${v.fault} ${v.rule}`);
const records = (change: (all: readonly Rec[]) => readonly Rec[]): History => {
  const changed = change(goodRecords).map((r, offset) => ({ ...r, offset }));
  return { ...good(), records: changed };
};
const without = (type: string) => records((all) => all.filter((r) => r.type !== type));
const with_ = (...more: readonly Rec[]) => records((all) => [...all, ...more]);
const ledger = (change: (of: Ledger) => Partial<Ledger>): History => {
  const before = good();
  return { ...before, ledger: { ...before.ledger, ...change(before.ledger) } };
};
const one = (type: string): Rec => {
  const found = goodRecords.find((r) => r.type === type);
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
};
const h = { conversationId: 'c-1', handoffId: 'h-1' };
const letter = (reason: string, source: string, sequence: number) =>
  record('MessageReceived', sequence, {}, { topic: 'dlq', letter: { reason, source } });
const spoilt = record('MessageReceived', 0, {}, { topic: topics.ingress.name, shard: null, malformed: 'bad-json' });
const at = (r: Rec, offset: number) => `${r.topic}/${r.partition}/${offset}`;

test('given a whole conversation, then nothing is found', () => {
  const { violations, accepted, effects, handoffs } = check(good());
  expect(violations).toEqual([]);
  expect({ accepted, effects, handoffs }).toEqual({ accepted: 4, effects: 15, handoffs: 1 });
});

test('given records that were appended again after newer ones, then readers drop them and nothing is found', () => {
  const { violations, repeats } = check(with_(...goodRecords.slice(3, 9)));
  expect(violations).toEqual([]);
  expect(repeats).toBe(6);
});

test('given a malformed record and its one dead letter, then nothing is found and it is counted by reason', () => {
  const place = at(spoilt, goodRecords.length);
  const { violations, deadLetters } = check(with_(spoilt, letter('not JSON: at 17', place, 1)));
  expect(violations).toEqual([]);
  expect(deadLetters).toEqual({ 'not JSON: at N': 1 });
});

test('given a close without the agent’s word, then its outcome is not missed before the minute it waits is over', () => {
  const early = { ...without('OutcomeRecorded'), at: Date.parse('2026-01-01T00:00:50Z') };
  expect(refused(early)).toEqual([]);
  const worded = goodRecords.map((r) => (r.type === 'HandoffClosed' ? { ...r, data: { ...r.data, worded: true } } : r));
  expect(refused({ ...early, records: worded.filter((r) => r.type !== 'OutcomeRecorded') })).toContain('lost handoff');
});

/** The hand-off is booked for a callback, and this becomes of it; every call but the first is another. */
const called = (...types: readonly string[]): History => {
  let attempt = 0;
  const life = types.map((type, n) => {
    const facts = type === 'CallbackAttempted' ? { attempt: ++attempt, again: 1 } : {};
    return record(type, 91 + n, { ...h, agentId: 'mia', ...facts });
  });
  const until = goodRecords.findIndex((r) => r.type === 'HandoffOfferedToAgent');
  const before = goodRecords.slice(0, until);
  const after = goodRecords.filter((r) => r.type === 'OwnerChanged' && r.sequence === 13);
  return records(() => [...before, record('CallbackBooked', 90, h), ...life, ...after]);
};
const again = ['CallbackAssigned', 'CallbackAttempted'];

test('given a callback that is still to come, or was made at the third call, then nothing is wrong with its life', () => {
  const life = (...types: readonly string[]) =>
    refused(called(...types)).filter((each) => /handoff|callback/.test(each));
  expect(life()).toEqual([]);
  expect(life('CallbackOverdue', ...again, 'CallbackAssigned', 'CallbackReturned', ...again, ...again)).toEqual([]);
  expect(life(...again, 'CallbackEnded')).toEqual([]);
});

const bad: readonly (readonly [string, History, Fault, string])[] = [
  ['an accepted message that was never posted', without('MessagePosted'), 'lost', 'accepted-message'],
  ['a message posted twice', with_({ ...one('MessagePosted'), id: 'other', sequence: 90 }), 'doubled', 'message-twice'],
  [
    'two answers to one key',
    ledger(({ asked }) => ({
      asked: asked.map((a) => ({
        ...a,
        answers: [...a.answers, { at: 2, status: 201, attempts: 1, messageId: 'm-2', seq: 9 }],
      })),
    })),
    'doubled',
    'two-answers',
  ],
  ['a message without a score', without('SentimentScored'), 'lost', 'judgement'],
  ['a message without a verdict', without('EscalationAssessed'), 'lost', 'judgement'],
  ['a message scored twice', with_({ ...one('SentimentScored'), id: 'x', sequence: 90 }), 'doubled', 'judgement'],
  ['a wish that left no event', without('HumanRequested'), 'lost', 'accepted-command'],
  ['a wish told twice', with_({ ...one('HumanRequested'), id: 'x', sequence: 90 }), 'doubled', 'command-twice'],
  ['a resolution that left no event', without('HandoffResolved'), 'lost', 'accepted-command'],
  ['a hand-off that was never taken', without('HandoffReceived'), 'lost', 'handoff'],
  ['a hand-off that was never queued', without('HandoffQueued'), 'lost', 'handoff'],
  ['a hand-off requested again', with_({ ...one('HandoffRequested'), id: 'x', sequence: 90 }), 'doubled', 'handoff'],
  ['a wish without a hand-off', without('HandoffRequested'), 'lost', 'wish'],
  [
    'a second hand-off of a conversation that has one',
    with_(
      ...['HandoffRequested', 'x', 'y'].map((id, n) => record('HandoffRequested', 90 + n, { ...h, handoffId: id })),
    ),
    'doubled',
    'wish',
  ],
  ['a hand-off queued twice', with_({ ...one('HandoffQueued'), id: 'x', sequence: 90 }), 'doubled', 'handoff-life'],
  ['a hand-off ended twice', with_({ ...one('HandoffClosed'), id: 'x', sequence: 90 }), 'doubled', 'handoff-life'],
  ['a callback ended twice', called('CallbackEnded', 'CallbackEnded'), 'doubled', 'handoff-life'],
  ['a callback nobody was to make', called('CallbackAttempted'), 'outOfOrder', 'handoff-life'],
  ['a fourth call', called(...again, ...again, ...again, ...again), 'doubled', 'callback'],
  ['an assignment nobody was offered', without('HandoffOfferedToAgent'), 'outOfOrder', 'handoff-life'],
  [
    'an assignment to somebody else',
    records((all) => all.map((r) => (r.type === 'HandoffAssigned' ? { ...r, data: { ...h, agentId: 'ben' } } : r))),
    'outOfOrder',
    'handoff-life',
  ],
  ['a hand-off without an end', without('HandoffClosed'), 'withoutEnd', 'handoff'],
  ['an end without an outcome', without('OutcomeRecorded'), 'lost', 'handoff'],
  ['an outcome without a row', { ...good(), outcomes: new Map() }, 'lost', 'outcome-row'],
  ['two outcomes', with_({ ...one('OutcomeRecorded'), id: 'x', sequence: 90 }), 'doubled', 'handoff'],
  ['a conversation with a gap', records((all) => all.filter((r) => r.data.seq !== 3)), 'lost', 'conversation-sequence'],
  [
    'a conversation out of order',
    records((all) => all.map((r) => (r.sequence === 8 ? { ...r, data: { ...r.data, seq: 2 } } : r))),
    'outOfOrder',
    'conversation-sequence',
  ],
  [
    'an owner who passes on what is not his',
    records((all) =>
      all.map((r) =>
        r.sequence === 13 ? { ...r, data: { ...r.data, previous: { kind: 'agent', id: 'ben', epoch: 2 } } } : r,
      ),
    ),
    'outOfOrder',
    'owner-epoch',
  ],
  [
    'a sequence that is another event the second time',
    with_({ ...one('EscalationAssessed'), id: 'another' }),
    'lost',
    'one-sequence-two-events',
  ],
  [
    'an event under a sequence that was passed over before',
    records((all) => [...all, record('HandoffQueued', 20, {}), record('HandoffQueued', 18, {})]),
    'lost',
    'overtaken',
  ],
  ['one event under two sequences', with_({ ...one('HandoffReceived'), sequence: 90 }), 'doubled', 'id-twice'],
  ['a malformed record without a dead letter', with_(spoilt), 'lost', 'dead-letter'],
  [
    'a malformed record with two dead letters',
    with_(spoilt, letter('x', at(spoilt, 15), 1), letter('x', at(spoilt, 15), 2)),
    'doubled',
    'dead-letter',
  ],
  ['a good record among the dead letters', with_(letter('threw', 'handoff.desk.v1/0/1', 1)), 'lost', 'dead-letter'],
  [
    'a stream with a gap',
    ledger(() => ({ streams: [{ stage: 'agent', key: 'mia', ids: [1, 3], resumed: 0 }] })),
    'lost',
    'stream-sequence',
  ],
  [
    'a stream that repeats',
    ledger(() => ({ streams: [{ stage: 'agent', key: 'mia', ids: [1, 1], resumed: 0 }] })),
    'doubled',
    'stream-sequence',
  ],
  [
    'a timeline with a gap',
    { ...good(), timeline: [{ stage: 'agent', key: 'mia', seq: 2, type: 'offer' }] },
    'lost',
    'timeline-sequence',
  ],
  [
    'a timeline that shows what the topic does not tell',
    { ...good(), timeline: [{ stage: 'conversation', key: 'c-1', seq: 1, type: 'MessagePosted' }] },
    'lost',
    'timeline-event',
  ],
  ['an outbox that is not empty', { ...good(), outbox: { routing: 1 } }, 'lost', 'outbox'],
  ['an input not read to its end', { ...good(), unread: ['routing handoff.desk.v1/0: 1 of 2'] }, 'lost', 'unread'],
];

test.each(bad)('given %s, then it is refused', (_, history, fault, rule) => {
  expect(refused(history)).toContain(`${fault} ${rule}`);
  expect(check(history)[fault]).toBeGreaterThan(0);
});
