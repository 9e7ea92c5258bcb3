import type { ProcessedEvent } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { PoolClient } from 'pg';
import { type HandoffPatch, type HandoffRecord, rowChangeOf } from '../domain/handoff-record.ts';
import { computeMetrics, type Metrics, metricInputsOf } from '../domain/metrics.ts';
import { ConversationRow, HandoffRow } from './entities.ts';

/** Queries for analysts. */
export class OutcomeQueries {
  constructor(private readonly database: Database) {}

  async metrics(tenantId?: string): Promise<Metrics> {
    const where = tenantId === undefined ? {} : { tenantId };
    const { dataSource } = this.database;
    const conversations = await dataSource.getRepository(ConversationRow).countBy(where);
    const handoffs = await dataSource.getRepository(HandoffRow).findBy(where);
    return computeMetrics(metricInputsOf(conversations, handoffs));
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
      else if (change?.is === 'handoff') await upsert(client, change.patch);
    }
  }
  if (started.length > 0)
    await client.query(
      'INSERT INTO conversation SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING',
      [started.map((s) => s.id), started.map((s) => s.tenantId), started.map((s) => s.at)],
    );
};

const upsert = (client: PoolClient, patch: HandoffPatch): Promise<unknown> => {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined) as [keyof HandoffPatch, unknown][];
  const columns = entries.map(([name]) => COLUMNS[name]);
  const values = entries.map(([name, value]) => (name === 'reasons' ? JSON.stringify(value) : value));
  const places = entries.map(([name], i) => (name === 'reasons' ? `$${i + 1}::json` : `$${i + 1}`));
  const updates = columns.filter((c) => c !== 'handoff_id').map((c) => `${c} = excluded.${c}`);
  return client.query(
    `INSERT INTO handoff (${columns.join(', ')}) VALUES (${places.join(', ')}) ON CONFLICT (handoff_id) DO UPDATE SET ${updates.join(', ')}`,
    values,
  );
};
