import { expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import { type HandoffPatch, rowChangeOf } from './handoff-record.ts';
import { posted, START, started, surveyed } from './outcome.fixtures.ts';

const keys = { conversationId: 'c-1', tenantId: 'acme', handoffId: 'h-1' };
const when = { id: 'e-1', at: START };

const recorded = () =>
  rowChangeOf({
    ...when,
    type: 'OutcomeRecorded',
    data: {
      ...keys,
      ended: 'closed',
      resolution: { resolved: true },
      reasons: ['refund'],
      subject: 'billing',
      agentId: 'mia',
      team: 'billing_team',
      waitSeconds: 12,
      resolutionSeconds: 200,
    },
  });
const scored = (parts: DataOf<'HandoffScored'>['parts'], quality: number, survey: boolean) =>
  rowChangeOf({ ...when, type: 'HandoffScored', data: { ...keys, quality, parts, survey } });
const survey = { ...surveyed('re-explain', 2), ...when };

/** The row after all changes. */
const upserted = (rows: readonly ReturnType<typeof rowChangeOf>[]): Partial<HandoffPatch> =>
  Object.assign({}, ...rows.map((row) => (row?.is === 'handoff' ? row.patch : {})));

test('a recorded outcome fills the row of its hand-off', () =>
  expect(recorded()).toEqual({
    is: 'handoff',
    patch: {
      ...keys,
      end: 'closed',
      resolved: true,
      waitSeconds: 12,
      resolutionSeconds: 200,
      reasons: ['refund'],
      subject: 'billing',
      agentId: 'mia',
      team: 'billing_team',
      recordedAt: START,
    },
  }));

test('an outcome without a resolution leaves the column empty, and a later score fills it', () => {
  const open = rowChangeOf({
    ...when,
    type: 'OutcomeRecorded',
    data: { ...keys, ended: 'closed', reasons: [], subject: 'billing', waitSeconds: 1 },
  });
  expect(upserted([open])).not.toHaveProperty('resolved');
  expect(upserted([open, scored({ wait: 1, resolution: 0 }, 0.4, false)])).toMatchObject({ resolved: false });
});

test('a survey and its score give the same row in any order', () => {
  const rows = [
    recorded(),
    scored({ completeness: 0.5, wait: 1, resolution: 1, satisfaction: 0.25 }, 0.7, true),
    rowChangeOf(survey),
  ];
  const expected = { stars: 2, explainedAgain: true, completeness: 0.5, quality: 0.7, resolved: true, end: 'closed' };
  for (const order of [rows, rows.toReversed(), [...rows.slice(1), ...rows.slice(0, 1)]]) {
    expect(upserted(order)).toMatchObject(expected);
  }
});

test('a started conversation writes one row with its id', () =>
  expect(rowChangeOf({ ...started, ...when })).toEqual({
    is: 'conversation',
    row: { conversationId: 'c-1', tenantId: 'acme', startedAt: START },
  }));

test('a message writes no row', () => expect(rowChangeOf({ ...posted(2, 'Hello'), ...when })).toBeNull());
