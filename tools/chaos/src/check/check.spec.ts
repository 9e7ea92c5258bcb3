import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { ViolationKind } from '@warmline/testing/history-violation';
import type { ClientLog } from '../client-log.ts';
import type { History } from '../history.ts';
import type { ObservedRecord } from '../observation/observed-record.ts';
import { check } from './check.ts';
import { record, validHistory, validRecords } from './small-history.fixtures.ts';

const violationsOf = (history: History): string[] => check(history).violations.map((v) => `${v.kind} ${v.rule}`);
const withRecords = (change: (all: readonly ObservedRecord[]) => readonly ObservedRecord[]): History => {
  const changed = change(validRecords).map((r, offset) => ({ ...r, offset }));
  return { ...validHistory(), records: changed };
};
const without = (type: string) => withRecords((all) => all.filter((r) => r.type !== type));
const withMore = (...more: readonly ObservedRecord[]) => withRecords((all) => [...all, ...more]);
const withClientLog = (change: (of: ClientLog) => Partial<ClientLog>): History => {
  const before = validHistory();
  return { ...before, clientLog: { ...before.clientLog, ...change(before.clientLog) } };
};
const recordOfType = (type: string): ObservedRecord => {
  const found = validRecords.find((r) => r.type === type);
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
};
const h = { conversationId: 'c-1', handoffId: 'h-1' };
const deadLetter = (reason: string, source: string, sequence: number) =>
  record('MessageReceived', sequence, {}, { topic: 'dlq', letter: { reason, source } });
const malformedRecord = record(
  'MessageReceived',
  0,
  {},
  { topic: topics.ingress.name, shard: null, malformed: 'bad-json' },
);
const at = (r: ObservedRecord, offset: number) => `${r.topic}/${r.partition}/${offset}`;

test('a complete conversation has no violations', () => {
  const { violations, accepted, effects, handoffs } = check(validHistory());
  expect(violations).toEqual([]);
  expect({ accepted, effects, handoffs }).toEqual({ accepted: 4, effects: 15, handoffs: 1 });
});

test('readers drop records that were appended again after newer ones, and there is no violation', () => {
  const { violations, repeats } = check(withMore(...validRecords.slice(3, 9)));
  expect(violations).toEqual([]);
  expect(repeats).toBe(6);
});

test('a malformed record with one dead letter is no violation and is counted by reason', () => {
  const place = at(malformedRecord, validRecords.length);
  const { violations, deadLetters } = check(withMore(malformedRecord, deadLetter('not JSON: at 17', place, 1)));
  expect(violations).toEqual([]);
  expect(deadLetters).toEqual({ 'not JSON: at N': 1 });
});

/** The hand-off becomes a callback with these events; call attempts are numbered. */
const callbackHistory = (...types: readonly string[]): History => {
  let attempt = 0;
  const callbackEvents = types.map((type, n) => {
    const attemptFields = type === 'CallbackAttempted' ? { attempt: ++attempt, retryAt: 1 } : {};
    return record(type, 91 + n, { ...h, agentId: 'mia', ...attemptFields });
  });
  const until = validRecords.findIndex((r) => r.type === 'HandoffOfferedToAgent');
  const before = validRecords.slice(0, until);
  const after = validRecords.filter((r) => r.type === 'OwnerChanged' && r.sequence === 13);
  return withRecords(() => [...before, record('CallbackBooked', 90, h), ...callbackEvents, ...after]);
};
const failedCall = ['CallbackAssigned', 'CallbackAttempted'];

test('a callback that is open, or done at the third call, has a legal lifecycle', () => {
  const lifecycleOf = (...types: readonly string[]) =>
    violationsOf(callbackHistory(...types)).filter((each) => /handoff|callback/.test(each));
  expect(lifecycleOf()).toEqual([]);
  expect(
    lifecycleOf('CallbackOverdue', ...failedCall, 'CallbackAssigned', 'CallbackReturned', ...failedCall, ...failedCall),
  ).toEqual([]);
  expect(lifecycleOf(...failedCall, 'CallbackEnded')).toEqual([]);
});

const invalidHistories: readonly (readonly [string, History, ViolationKind, string])[] = [
  ['an accepted message that was never posted', without('MessagePosted'), 'lost', 'accepted-message'],
  [
    'a message posted twice',
    withMore({ ...recordOfType('MessagePosted'), id: 'other', sequence: 90 }),
    'doubled',
    'message-twice',
  ],
  [
    'two answers to one key',
    withClientLog(({ requests }) => ({
      requests: requests.map((a) => ({
        ...a,
        answers: [...a.answers, { at: 2, status: 201, attempts: 1, messageId: 'm-2', seq: 9 }],
      })),
    })),
    'doubled',
    'two-answers',
  ],
  ['a message without a score', without('SentimentScored'), 'lost', 'assessment'],
  ['a message without a verdict', without('EscalationAssessed'), 'lost', 'assessment'],
  [
    'a message scored twice',
    withMore({ ...recordOfType('SentimentScored'), id: 'x', sequence: 90 }),
    'doubled',
    'assessment',
  ],
  ['an accepted request for a person without an event', without('HumanRequested'), 'lost', 'accepted-command'],
  [
    'a request for a person published twice',
    withMore({ ...recordOfType('HumanRequested'), id: 'x', sequence: 90 }),
    'doubled',
    'command-twice',
  ],
  ['an accepted resolution without an event', without('HandoffResolved'), 'lost', 'accepted-command'],
  ['a hand-off that routing never received', without('HandoffReceived'), 'lost', 'handoff'],
  ['a hand-off that was never queued', without('HandoffQueued'), 'lost', 'handoff'],
  [
    'a hand-off requested again',
    withMore({ ...recordOfType('HandoffRequested'), id: 'x', sequence: 90 }),
    'doubled',
    'handoff',
  ],
  ['a request for a person without a hand-off', without('HandoffRequested'), 'lost', 'human-request'],
  [
    'a second hand-off of a conversation that has one',
    withMore(
      ...['HandoffRequested', 'x', 'y'].map((id, n) => record('HandoffRequested', 90 + n, { ...h, handoffId: id })),
    ),
    'doubled',
    'human-request',
  ],
  [
    'a hand-off queued twice',
    withMore({ ...recordOfType('HandoffQueued'), id: 'x', sequence: 90 }),
    'doubled',
    'handoff-lifecycle',
  ],
  [
    'a hand-off ended twice',
    withMore({ ...recordOfType('HandoffClosed'), id: 'x', sequence: 90 }),
    'doubled',
    'handoff-lifecycle',
  ],
  ['a callback ended twice', callbackHistory('CallbackEnded', 'CallbackEnded'), 'doubled', 'handoff-lifecycle'],
  ['a call attempt that was not assigned', callbackHistory('CallbackAttempted'), 'outOfOrder', 'handoff-lifecycle'],
  ['a fourth call', callbackHistory(...failedCall, ...failedCall, ...failedCall, ...failedCall), 'doubled', 'callback'],
  ['an assignment without an offer', without('HandoffOfferedToAgent'), 'outOfOrder', 'handoff-lifecycle'],
  [
    'an assignment to another agent than the offer',
    withRecords((all) => all.map((r) => (r.type === 'HandoffAssigned' ? { ...r, data: { ...h, agentId: 'ben' } } : r))),
    'outOfOrder',
    'handoff-lifecycle',
  ],
  ['a hand-off without an end', without('HandoffClosed'), 'withoutEnd', 'handoff'],
  ['an end without an outcome', without('OutcomeRecorded'), 'lost', 'handoff'],
  ['an outcome without a row', { ...validHistory(), outcomes: new Map() }, 'lost', 'outcome-row'],
  ['two outcomes', withMore({ ...recordOfType('OutcomeRecorded'), id: 'x', sequence: 90 }), 'doubled', 'handoff'],
  [
    'a conversation with a gap',
    withRecords((all) => all.filter((r) => r.data.seq !== 3)),
    'lost',
    'conversation-sequence',
  ],
  [
    'a conversation out of order',
    withRecords((all) => all.map((r) => (r.sequence === 8 ? { ...r, data: { ...r.data, seq: 2 } } : r))),
    'outOfOrder',
    'conversation-sequence',
  ],
  [
    'an owner change by another than the owner',
    withRecords((all) =>
      all.map((r) =>
        r.sequence === 13 ? { ...r, data: { ...r.data, previous: { kind: 'agent', id: 'ben', epoch: 2 } } } : r,
      ),
    ),
    'outOfOrder',
    'owner-epoch',
  ],
  [
    'two events under one sequence',
    withMore({ ...recordOfType('EscalationAssessed'), id: 'another' }),
    'lost',
    'one-sequence-two-events',
  ],
  [
    'an event under a sequence that readers have passed',
    withRecords((all) => [...all, record('HandoffQueued', 20, {}), record('HandoffQueued', 18, {})]),
    'lost',
    'superseded-sequence',
  ],
  [
    'one event under two sequences',
    withMore({ ...recordOfType('HandoffReceived'), sequence: 90 }),
    'doubled',
    'duplicate-id',
  ],
  ['a malformed record without a dead letter', withMore(malformedRecord), 'lost', 'dead-letter'],
  [
    'a malformed record with two dead letters',
    withMore(malformedRecord, deadLetter('x', at(malformedRecord, 15), 1), deadLetter('x', at(malformedRecord, 15), 2)),
    'doubled',
    'dead-letter',
  ],
  [
    'a valid record among the dead letters',
    withMore(deadLetter('threw', 'handoff.desk.v1/0/1', 1)),
    'lost',
    'dead-letter',
  ],
  [
    'a stream with a gap',
    withClientLog(() => ({ streams: [{ stage: 'desk', key: 'mia', ids: [1, 3], resumeCount: 0 }] })),
    'lost',
    'stream-sequence',
  ],
  [
    'a stream that repeats',
    withClientLog(() => ({ streams: [{ stage: 'desk', key: 'mia', ids: [1, 1], resumeCount: 0 }] })),
    'doubled',
    'stream-sequence',
  ],
  [
    'a timeline with a gap',
    { ...validHistory(), timeline: [{ stage: 'desk', key: 'mia', seq: 2, type: 'offer' }] },
    'lost',
    'timeline-sequence',
  ],
  [
    'a timeline event that the topic does not have',
    { ...validHistory(), timeline: [{ stage: 'conversation', key: 'c-1', seq: 1, type: 'MessagePosted' }] },
    'lost',
    'timeline-event',
  ],
  ['an outbox that is not empty', { ...validHistory(), outbox: { routing: 1 } }, 'lost', 'outbox'],
  [
    'an input that is not read to its end',
    { ...validHistory(), unread: ['routing handoff.desk.v1/0: 1 of 2'] },
    'lost',
    'unread',
  ],
];

test.each(invalidHistories)('the check refuses %s', (_, history, fault, rule) => {
  expect(violationsOf(history)).toContain(`${fault} ${rule}`);
  expect(check(history)[fault]).toBeGreaterThan(0);
});
