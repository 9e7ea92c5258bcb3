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
const asked = { ...surveyed('re-explain', 2), ...when };

/** Rows as a table would keep them: unnamed columns stay. */
const upserted = (rows: readonly ReturnType<typeof rowChangeOf>[]): Partial<HandoffPatch> =>
  Object.assign({}, ...rows.map((row) => (row?.is === 'handoff' ? row.patch : {})));

test('a recorded outcome is the row of its hand-off', () =>
  expect(recorded()).toEqual({
    is: 'handoff',
    patch: {
      ...keys,
      ended: 'closed',
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

test('an outcome without the agent’s word leaves open whether it was resolved, and a later score tells', () => {
  const open = rowChangeOf({
    ...when,
    type: 'OutcomeRecorded',
    data: { ...keys, ended: 'closed', reasons: [], subject: 'billing', waitSeconds: 1 },
  });
  expect(upserted([open])).not.toHaveProperty('resolved');
  expect(upserted([open, scored({ wait: 1, resolution: 0 }, 0.4, false)])).toMatchObject({ resolved: false });
});

test('the survey and its score may come in any order and leave the same row', () => {
  const rows = [
    recorded(),
    scored({ completeness: 0.5, wait: 1, resolution: 1, satisfaction: 0.25 }, 0.7, true),
    rowChangeOf(asked),
  ];
  const expected = { stars: 2, reexplained: true, completeness: 0.5, quality: 0.7, resolved: true, ended: 'closed' };
  for (const order of [rows, rows.toReversed(), [...rows.slice(1), ...rows.slice(0, 1)]]) {
    expect(upserted(order)).toMatchObject(expected);
  }
});

test('a started conversation is counted once by its id', () =>
  expect(rowChangeOf({ ...started, ...when })).toEqual({
    is: 'conversation',
    row: { conversationId: 'c-1', tenantId: 'acme', startedAt: START },
  }));

test('a message writes no row', () => expect(rowChangeOf({ ...posted(2, 'Hello'), ...when })).toBeNull());
