import { Client } from 'pg';

export interface Statement {
  readonly user: string;
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly walBytes: number;
}

/** Where the database spends its time, by role and statement, including statements inside functions; the largest first. */
export const topStatements = async (url: string, count = 40): Promise<Statement[]> => {
  const client = new Client({ connectionString: url, application_name: 'warmline bench' });
  await client.connect();
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    const { rows } = await client.query<{ user: string; text: string; calls: string; ms: number; wal: string }>(
      `SELECT r.rolname AS user, s.query AS text, s.calls, s.total_exec_time + s.total_plan_time AS ms, s.wal_bytes AS wal
        FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid ORDER BY ms DESC LIMIT $1`,
      [count],
    );
    return rows.map(({ user, text, calls, ms, wal }) => ({
      user,
      text: text.replace(/\s+/g, ' '),
      calls: Number(calls),
      totalMs: ms,
      walBytes: Number(wal),
    }));
  } finally {
    await client.end();
  }
};
