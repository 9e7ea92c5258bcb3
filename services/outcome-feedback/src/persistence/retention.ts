import type { Retention } from '@warmline/contracts';
import { type ExpiredRows, rowsOfTenantsOlderThan } from '@warmline/service-kit';

/** The state of a conversation exists while one of its hand-offs is open, and until its last survey can arrive. */
const isStillFollowed = (table: string): string =>
  `EXISTS (SELECT FROM state s WHERE s.stage = 'outcome' AND s.key = ${table}.conversation_id)`;

/** Rows for analysts whose retention is over. */
export const expiredOutcomes = (retention: Retention): readonly ExpiredRows[] =>
  [
    { table: 'handoff', at: 'first_at' },
    { table: 'conversation', at: 'started_at' },
  ].map((timed) =>
    rowsOfTenantsOlderThan({ ...timed, neededIf: isStillFollowed(timed.table) }, (tenantId) =>
      retention.of('outcomes', tenantId),
    ),
  );
