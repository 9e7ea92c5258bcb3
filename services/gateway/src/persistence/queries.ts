import type { DataOf } from '@warmline/contracts';
import { Overloaded } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { Conversation } from '../domain/conversation/conversation.ts';
import type { Desk } from '../domain/desk/desk.ts';
import type { TenantPolicies } from '../domain/policies.ts';
import type { QueueWait } from '../domain/read-models/queue-wait.ts';

export interface TimelineEntry {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly data: Record<string, unknown>;
}
export interface Turn {
  readonly messageId: string;
  readonly seq: number;
  readonly at: number;
  readonly role: DataOf<'MessagePosted'>['role'];
  readonly text: string;
  readonly author?: string;
}
/** How far somebody has read a stream. */
export interface StreamPosition {
  readonly stage: string;
  readonly key: string;
  readonly seq: number;
}

/** Reads that may wait for a connection; more are refused, so that commands still get one. */
const MAX_WAITING_READS = 500;

/** What HTTP reads: states and timelines as committed. Throws `Overloaded` while too many wait. */
export class Queries {
  constructor(private readonly database: Database) {}

  findConversation(id: string): Promise<Conversation | null> {
    return this.findState<Conversation>('conversation', id);
  }
  findDesk(agentId: string): Promise<Desk | null> {
    return this.findState<Desk>('agent', agentId);
  }
  findPolicies(tenantId: string): Promise<TenantPolicies | null> {
    return this.findState<TenantPolicies>('policies', tenantId);
  }
  findQueueWait(poolId: string): Promise<QueueWait | null> {
    return this.findState<QueueWait>('queue', poolId);
  }
  /** Of every tenant that has policies of its own: channel -> version in force. */
  async findVersionsInForce(): Promise<Map<string, Readonly<Record<string, string>>>> {
    const text = `SELECT key, json_object_agg(own.channel, own.policy->'version') AS versions
      FROM state, json_each(data->'activeByChannel') AS own(channel, policy) WHERE stage = 'policies' GROUP BY key`;
    const rows = await this.query('versions-in-force', text, []);
    return new Map(rows.map((r) => [r.key as string, r.versions as Record<string, string>]));
  }
  async findHandoffs(ids: readonly string[]): Promise<Map<string, DataOf<'HandoffRequested'>>> {
    const text = `SELECT key, data->'payload' AS payload FROM state
      WHERE stage = 'handoff-payload' AND key = ANY($1::text[]) AND data->>'is' = 'requested'`;
    const rows = await this.query('read-handoffs', text, [ids]);
    return new Map(rows.map((r) => [r.key as string, r.payload as DataOf<'HandoffRequested'>]));
  }

  /** Rows above a sequence, in sequence. */
  async findTimeline(stage: string, key: string, after: number, limit: number): Promise<TimelineEntry[]> {
    const text =
      'SELECT seq, type, at, data FROM timeline WHERE stage = $1 AND key = $2 AND seq > $3 ORDER BY seq LIMIT $4';
    const rows = await this.query('timeline-after', text, [stage, key, after, limit]);
    return rows.map((r) => ({ seq: Number(r.seq), type: r.type, at: Number(r.at), data: r.data }) as TimelineEntry);
  }

  /** The places in the list whose stream has rows above the position: one index look each, in one query. */
  async findPositionsBehind(positions: readonly StreamPosition[]): Promise<number[]> {
    const text = `SELECT p.n FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS p(stage, key, seq, n)
      WHERE EXISTS (SELECT FROM timeline t WHERE t.stage = p.stage AND t.key = p.key AND t.seq > p.seq)`;
    const columns = [positions.map((p) => p.stage), positions.map((p) => p.key), positions.map((p) => p.seq)];
    return (await this.query('timeline-behind', text, columns)).map((r) => Number(r.n) - 1);
  }

  /** The last turns, in order. */
  async findTurns(conversationId: string, limit: number): Promise<Turn[]> {
    const text = `SELECT seq, at, data FROM timeline WHERE stage = 'conversation' AND key = $1 AND type = 'MessagePosted'
      ORDER BY seq DESC LIMIT $2`;
    const rows = await this.query('last-turns', text, [conversationId, limit]);
    return rows.reverse().map(({ seq, at, data }) => {
      const { messageId, role, text: said, author } = data as DataOf<'MessagePosted'>;
      return {
        messageId,
        seq: Number(seq),
        at: Number(at),
        role,
        text: said,
        ...(author === undefined ? {} : { author }),
      };
    });
  }

  /** Stored answers older than an instant are forgotten: a retry that late is a new command. */
  async deleteAnswersBefore(before: number): Promise<void> {
    await this.query('forget-answers', 'DELETE FROM command_answer WHERE at < $1', [before]);
  }

  private async findState<T>(stage: string, key: string): Promise<T | null> {
    const [row] = await this.query('read-state', 'SELECT data FROM state WHERE stage = $1 AND key = $2', [stage, key]);
    return (row?.data ?? null) as T | null;
  }

  private async query(name: string, text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    const { pool } = this.database;
    if (pool.waitingCount >= MAX_WAITING_READS) throw new Overloaded(`${pool.waitingCount} reads are waiting`);
    return (await pool.query<Record<string, unknown>>({ name, text, values })).rows;
  }
}
