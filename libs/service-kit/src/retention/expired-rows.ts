import type { QueryResult } from 'pg';

/** Runs one statement of a sweep in a short transaction of its own. Throws `SweepElsewhere` while another replica sweeps. */
export type RunStatement = (
  text: string,
  values: readonly unknown[],
) => Promise<Pick<QueryResult<Record<string, unknown>>, 'rows' | 'rowCount'>>;

/** What one sweep does with a table. */
export interface ExpiredRows {
  readonly table: string;
  /** Deletes what is expired at `now`, at most `limit` rows a statement. Yields the number of rows after each statement. */
  readonly deleteBatches: (run: RunStatement, now: number, limit: number) => AsyncGenerator<number>;
}

interface TimedTable {
  readonly table: string;
  /** Column with the time in milliseconds. Serves the look-up through an index, unless the table stays small. */
  readonly at: string;
}

/**
 * Deletes the oldest rows that fulfil `where`, through an index. Rows that a transaction holds are left for a later sweep, so the
 * statement waits for nobody. Answers the time of each deleted row.
 */
const deleteOldest = ({ table, at }: TimedTable, where: string, limit: string): string =>
  `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM ${table} WHERE ${where} ORDER BY ${at} LIMIT ${limit} FOR UPDATE SKIP LOCKED)) RETURNING ${at} AS at`;

/** Rows of a table whose rows name no tenant. */
export const rowsOlderThan = (timed: TimedTable, retentionMs: number): ExpiredRows => ({
  table: timed.table,
  async *deleteBatches(run, now, limit) {
    for (;;) {
      const { rows } = await run(deleteOldest(timed, `${timed.at} < $1`, '$2'), [now - retentionMs, limit]);
      yield rows.length;
      if (rows.length < limit) return;
    }
  },
});

const TENANTS_PER_STATEMENT = 200;

/** The next tenants by name with the time of their oldest row: two look-ups in the index (tenant_id, at) each. */
const nextTenants = ({ table, at }: TimedTable): string => `
  WITH RECURSIVE next AS (
    (SELECT tenant_id FROM ${table} WHERE tenant_id > $1 ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT (SELECT t.tenant_id FROM ${table} t WHERE t.tenant_id > next.tenant_id ORDER BY t.tenant_id LIMIT 1) FROM next WHERE next.tenant_id IS NOT NULL
  )
  SELECT tenant_id, (SELECT min(t.${at}) FROM ${table} t WHERE t.tenant_id = next.tenant_id) AS oldest
  FROM next WHERE tenant_id IS NOT NULL LIMIT ${TENANTS_PER_STATEMENT}`;

/**
 * Rows of a table with the column `tenant_id` and the index (tenant_id, at), each tenant after its own time. A row for which the SQL
 * condition `neededIf` is true is kept.
 */
export const rowsOfTenantsOlderThan = (
  timed: TimedTable & { readonly neededIf: string },
  retentionMs: (tenantId: string) => number,
): ExpiredRows => ({
  table: timed.table,
  async *deleteBatches(run, now, limit) {
    const { at, neededIf } = timed;
    const where = `tenant_id = $1 AND ${at} < $2 AND ${at} >= $3 AND NOT (${neededIf})`;
    for (let after = ''; ; ) {
      const { rows: tenants } = await run(nextTenants(timed), [after]);
      yield 0;
      for (const { tenant_id, oldest } of tenants) {
        const tenantId = String(tenant_id);
        after = tenantId;
        const before = now - retentionMs(tenantId);
        // Each statement goes on at the time the one before reached, and does not pass again over rows that are still needed.
        let from = Number(oldest);
        while (from < before) {
          const { rows } = await run(deleteOldest(timed, where, '$4'), [tenantId, before, from, limit]);
          yield rows.length;
          if (rows.length < limit) break;
          from = rows.reduce((latest, row) => Math.max(latest, Number(row.at)), from);
        }
      }
      if (tenants.length < TENANTS_PER_STATEMENT) return;
    }
  },
});
