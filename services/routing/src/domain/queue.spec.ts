import { describe, expect, test } from '@jest/globals';
import { allEntries } from '@warmline/messaging/ordered-set';
import { Table } from '@warmline/messaging/table';
import fc from 'fast-check';
import type { HandoffRequest, HandoffState, Pool } from './pool.ts';
import { createQueueIndex, type Queue } from './queue.ts';
import type { Teams } from './teams.ts';
import { settings } from './testing/scenario-teams.fixtures.ts';

const none: Teams['routes'] = { billing: [], technical: [], cancellation: [], enterprise: [], general: [] };
const teams: Teams = { routes: none, settings, teamSettings: {}, agents: [], hours: {} };

const request = (n: number, age: number, priority: number): HandoffRequest => ({
  handoffId: `h${n}`,
  conversationId: `c${n}`,
  requestedAt: age * 1000,
  subject: 'billing',
  type: 'support',
  channel: 'web',
  weight: 100,
  requestedPriority: priority,
  skills: [],
  seniorFirst: n % 2 === 0,
  language: 'en',
  steps: [{ team: 'billing_team', opensAt: age * 1000 }],
  transferredTo: null,
  preferredAgentId: null,
  declines: [],
  raisedAlarms: [],
  priorHandleMs: 0,
});

const row = fc
  .tuple(
    fc.nat(9),
    fc.nat(50),
    fc.integer({ min: 1, max: 100 }),
    fc.constantFrom('waiting', 'offered', 'assigned', 'gone'),
  )
  .map(([n, age, priority, is]): { id: string; row: HandoffState | null } => {
    const held = { request: request(n, age, priority), agentId: 'mia', team: 'billing_team' };
    const rows: Record<string, HandoffState | null> = {
      waiting: { is: 'waiting', request: held.request },
      offered: {
        is: 'offered',
        ...held,
        offerId: 'o',
        why: { rule: '', considered: [] },
        expiresAt: age * 1000 + 30_000,
      },
      assigned: {
        is: 'assigned',
        ...held,
        assignedAt: age * 1000,
        customer: 'present',
        firstResponse: { is: 'awaiting-first-response', returnsAt: null },
      },
      gone: null,
    };
    return { id: `h${n}`, row: rows[is] ?? null };
  });

const contentOf = (queue: Queue) => ({
  lines: [...queue.lines].map(([key, { waiting }]) => [key, allEntries(waiting)]).sort(),
  timers: allEntries(queue.timers),
});

describe('the queue of a table', () => {
  test('kept step by step equals one built from scratch, for older versions too', () =>
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.nat(30), (changes, back) => {
        const index = createQueueIndex(teams);
        let pool: Pool = {
          is: 'pool',
          tenantId: 't',
          poolId: 'p',
          clock: 0,
          closed: [],
          agents: Table.of(),
          handoffs: Table.of(),
          callbacks: Table.of(),
        };
        const versions = [pool];
        for (const change of changes) {
          pool = change.row === null ? index.remove(pool, change.id) : index.put(pool, change.row);
          versions.push(pool);
        }
        const rebuilt = (of: Pool) => contentOf(createQueueIndex(teams).of(of));
        expect(contentOf(index.of(pool))).toEqual(rebuilt(pool));
        const older = versions[Math.min(back, versions.length - 1)] ?? pool;
        const reloaded = { ...older, handoffs: older.handoffs.saved() };
        expect(contentOf(index.of(reloaded))).toEqual(rebuilt(older));
      }),
    ));
});
