import type { EscalationReason } from '@warmline/contracts';
import type { ProcessedEvent } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { PoolClient } from 'pg';
import { type HandoffPatch, type HandoffRecord, rowChangeOf } from '../domain/handoff-record.ts';
import { computeMetrics, type Metrics, type Tally } from '../domain/metrics.ts';
import { HandoffRow } from './entities.ts';

/** A row without an end does not count: its survey arrived before its outcome. */
const ENDED = 'end_kind IS NOT NULL';
const TALLIED = ['completeness', 'explained_again', 'resolved', 'stars', 'quality'] as const;
const YES_OR_NO: ReadonlySet<string> = new Set(['explained_again', 'resolved']);
const TALLIES = [
  'count(*) AS handoffs',
  ...TALLIED.map((name) => {
    const sum = YES_OR_NO.has(name) ? `count(*) FILTER (WHERE ${name})` : `coalesce(sum(${name}), 0)`;
    return `count(${name}) AS ${name}_count, ${sum} AS ${name}_sum`;
  }),
].join(', ');

/** Queries for analysts. */
export class OutcomeQueries {
  constructor(private readonly database: Database) {}

  /** Of one tenant, or of all. Counted in the database: no row of a hand-off is loaded. */
  async metrics(tenantId?: string): Promise<Metrics> {
    const { pool } = this.database;
    const tenant = tenantId === undefined ? '' : 'AND tenant_id = $1';
    const values = tenantId === undefined ? [] : [tenantId];
    const [conversations, handoffs, reasons] = await Promise.all([
      pool.query<{ n: string }>(`SELECT count(*) AS n FROM conversation WHERE true ${tenant}`, values),
      pool.query<Record<string, string>>(`SELECT ${TALLIES} FROM handoff WHERE ${ENDED} ${tenant}`, values),
      pool.query<{ reasons: EscalationReason[]; n: string }>(
        `SELECT given::json AS reasons, n FROM (SELECT coalesce(reasons::text, '[]') AS given, count(*) AS n
          FROM handoff WHERE ${ENDED} ${tenant} GROUP BY 1) AS counted`,
        values,
      ),
    ]);
    const counted = new Map(Object.entries(handoffs.rows[0] ?? {}));
    const tally = (name: (typeof TALLIED)[number]): Tally => ({
      sum: Number(counted.get(`${name}_sum`) ?? 0),
      count: Number(counted.get(`${name}_count`) ?? 0),
    });
    return computeMetrics({
      conversations: Number(conversations.rows[0]?.n ?? 0),
      handoffs: Number(counted.get('handoffs') ?? 0),
      completeness: tally('completeness'),
      explainedAgain: tally('explained_again'),
      resolved: tally('resolved'),
      stars: tally('stars'),
      quality: tally('quality'),
      reasons: reasons.rows.map((row) => ({ reasons: row.reasons, count: Number(row.n) })),
    });
  }

  async findHandoff(handoffId: string): Promise<HandoffRecord | null> {
    return this.database.dataSource.getRepository(HandoffRow).findOneBy({ handoffId });
  }
}

const COLUMNS: Record<keyof HandoffPatch, string> = {
  handoffId: 'handoff_id',
  tenantId: 'tenant_id',
  conversationId: 'conversation_id',
  end: 'end_kind',
  resolved: 'resolved',
  waitSeconds: 'wait_seconds',
  resolutionSeconds: 'resolution_seconds',
  stars: 'stars',
  explainedAgain: 'explained_again',
  completeness: 'completeness',
  quality: 'quality',
  reasons: 'reasons',
  subject: 'subject',
  agentId: 'agent_id',
  team: 'team',
  recordedAt: 'recorded_at',
};

/** Writes the row changes of a batch, in the transaction of the batch. */
export const projectOutcomes = async (client: PoolClient, events: readonly ProcessedEvent[]): Promise<void> => {
  const started: { id: string; tenantId: string; at: number }[] = [];
  for (const { input, outputs, at, stage } of events) {
    if (stage !== 'outcome') continue;
    for (const event of [input, ...outputs.map((o) => ({ ...o, at }))]) {
      const change = rowChangeOf(event);
      if (change?.is === 'conversation')
        started.push({ id: change.row.conversationId, tenantId: change.row.tenantId, at: change.row.startedAt });
      else if (change?.is === 'handoff') await upsert(client, change.patch, event.at);
    }
  }
  if (started.length > 0)
    await client.query(
      'INSERT INTO conversation SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING',
      [started.map((s) => s.id), started.map((s) => s.tenantId), started.map((s) => s.at)],
    );
};

const upsert = (client: PoolClient, patch: HandoffPatch, at: number): Promise<unknown> => {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined) as [keyof HandoffPatch, unknown][];
  const columns = entries.map(([name]) => COLUMNS[name]);
  const values = entries.map(([name, value]) => (name === 'reasons' ? JSON.stringify(value) : value));
  const places = entries.map(([name], i) => (name === 'reasons' ? `$${i + 1}::json` : `$${i + 1}`));
  const updates = columns.filter((c) => c !== 'handoff_id').map((c) => `${c} = excluded.${c}`);
  return client.query(
    `INSERT INTO handoff (${columns.join(', ')}, first_at) VALUES (${places.join(', ')}, $${values.length + 1}) ON CONFLICT (handoff_id) DO UPDATE SET ${updates.join(', ')}`,
    [...values, at],
  );
};
