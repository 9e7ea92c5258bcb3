import type { Client } from 'pg';

/** Bytes of the write-ahead log by what caused them; pages written whole after a checkpoint are counted apart. */
export interface WalShare {
  readonly name: string;
  readonly bytes: number;
  readonly records: number;
}
export interface WalUse {
  readonly bytes: number;
  readonly fullPageBytes: number;
  readonly byTable: readonly WalShare[];
  readonly byRecord: readonly WalShare[];
}

export const walPosition = async (client: Client): Promise<string> => {
  const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
  return rows[0]?.lsn ?? '0/0';
};

/** A record belongs to the relation of its first block, an index and out-of-line values to their table; commits have no block. */
const BY_TABLE = `
  WITH first AS (
    SELECT DISTINCT ON (start_lsn) start_lsn, relfilenode, record_length, block_fpi_length FROM pg_get_wal_block_info($1, $2, false) ORDER BY start_lsn, block_id
  ), pages AS (
    SELECT start_lsn, sum(block_fpi_length) AS fpi FROM pg_get_wal_block_info($1, $2, false) GROUP BY start_lsn
  )
  SELECT CASE WHEN n.nspname LIKE 'wl\\_%' THEN n.nspname || '.' || t.relname ELSE 'others' END AS name, sum(f.record_length - p.fpi) AS bytes, count(*) AS records
  FROM first f JOIN pages p USING (start_lsn)
  LEFT JOIN pg_class c ON pg_relation_filenode(c.oid) = f.relfilenode
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
  LEFT JOIN pg_class t ON t.oid = coalesce((SELECT o.oid FROM pg_class o WHERE o.reltoastrelid = coalesce(i.indrelid, c.oid)), i.indrelid, c.oid)
  LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
  GROUP BY 1 ORDER BY 2 DESC`;
const BY_RECORD = `SELECT "resource_manager/record_type" AS name, record_size AS bytes, count AS records FROM pg_get_wal_stats($1, $2, true) WHERE count > 0 ORDER BY 2 DESC`;
const TOTALS = `SELECT pg_wal_lsn_diff($2, $1) AS bytes, (SELECT sum(fpi_size) FROM pg_get_wal_stats($1, $2)) AS full`;

/** What was written between two positions, from the log itself (pg_walinspect). */
export const walBetween = async (client: Client, from: string, to: string): Promise<WalUse> => {
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_walinspect');
  const shares = async (text: string): Promise<WalShare[]> =>
    (await client.query<{ name: string; bytes: string; records: string }>(text, [from, to])).rows.map((r) => ({
      name: r.name,
      bytes: Number(r.bytes),
      records: Number(r.records),
    }));
  const totals = (await client.query<{ bytes: string; full: string }>(TOTALS, [from, to])).rows[0];
  return {
    bytes: Number(totals?.bytes),
    fullPageBytes: Number(totals?.full),
    byTable: await shares(BY_TABLE),
    byRecord: await shares(BY_RECORD),
  };
};
