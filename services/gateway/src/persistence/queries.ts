import { type DataOf, ownValue } from '@warmline/contracts';
import { Overloaded, upcastState } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { Conversation } from '../domain/conversation/conversation.ts';
import type { Desk } from '../domain/desk/desk.ts';
import type { TenantPolicies } from '../domain/policies.ts';
import type { HandoffPayloadState } from '../domain/read-models/handoff-payload.ts';
import type { QueueWait } from '../domain/read-models/queue-wait.ts';
import { stateSchemas } from '../state-schemas.ts';

/** Bytes of messages that one answer holds at most, one message more or less. */
const MAX_PAGE_BYTES = 512 * 1_024;

export interface TimelineEntry {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly data: Record<string, unknown>;
  /** The recorded trace it belongs to. */
  readonly traceparent?: string;
}
export interface Turn {
  readonly messageId: string;
  readonly seq: number;
  readonly at: number;
  readonly role: DataOf<'MessagePosted'>['role'];
  readonly text: string;
  readonly author?: string;
  /** An answer of the bot that the customer did not get. */
  readonly withheld?: true;
}
/** The position of a reader in a stream. */
export interface StreamPosition {
  readonly stage: string;
  readonly key: string;
  readonly seq: number;
}

/** Reads that may wait for a connection; more are refused, so that commands get connections. */
const MAX_WAITING_READS = 500;

/** Committed states and timelines, for HTTP. Throws `Overloaded` while too many reads wait. */
export class Queries {
  constructor(private readonly database: Database) {}

  findConversation(id: string): Promise<Conversation | null> {
    return this.findState<Conversation>('conversation', id);
  }
  findDesk(agentId: string): Promise<Desk | null> {
    return this.findState<Desk>('desk', agentId);
  }
  findPolicies(tenantId: string): Promise<TenantPolicies | null> {
    return this.findState<TenantPolicies>('tenant-policies', tenantId);
  }
  findQueueWait(poolId: string): Promise<QueueWait | null> {
    return this.findState<QueueWait>('queue-wait', poolId);
  }
  /** Of every tenant with policies of its own: a value that changes with each write of them (the row's xmin). Reads no policy. */
  async findPolicyRevisions(): Promise<Map<string, string>> {
    const text = "SELECT key, xmin::text AS revision FROM state WHERE stage = 'tenant-policies'";
    const rows = await this.query('policy-revisions', text, []);
    return new Map(rows.map((r) => [r.key as string, r.revision as string]));
  }
  async findHandoffs(ids: readonly string[]): Promise<Map<string, DataOf<'HandoffRequested'>>> {
    const states = await this.findStates<HandoffPayloadState>('handoff-payload', ids);
    return new Map([...states].flatMap(([id, state]) => (state.is === 'requested' ? [[id, state.payload]] : [])));
  }

  /** Rows above a sequence, in sequence. */
  async findTimeline(stage: string, key: string, after: number, limit: number): Promise<TimelineEntry[]> {
    const text =
      'SELECT seq, type, at, data, traceparent FROM timeline WHERE stage = $1 AND key = $2 AND seq > $3 ORDER BY seq LIMIT $4';
    const rows = await this.query('timeline-after', text, [stage, key, after, limit]);
    return rows.map(({ seq, type, at, data, traceparent }) => {
      const traced = traceparent === null ? {} : { traceparent };
      return { seq: Number(seq), type, at: Number(at), data, ...traced } as TimelineEntry;
    });
  }

  /** Indexes of the positions with rows after them. One query with one index look-up each. */
  async findPositionsBehind(positions: readonly StreamPosition[]): Promise<number[]> {
    const text = `SELECT p.n FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS p(stage, key, seq, n)
      WHERE EXISTS (SELECT FROM timeline t WHERE t.stage = p.stage AND t.key = p.key AND t.seq > p.seq)`;
    const columns = [positions.map((p) => p.stage), positions.map((p) => p.key), positions.map((p) => p.seq)];
    return (await this.query('timeline-behind', text, columns)).map((r) => Number(r.n) - 1);
  }

  /** A message with its whole text; null = the conversation has none of this id. */
  async findTurn(conversationId: string, messageId: string): Promise<{ readonly text: string } | null> {
    const text = `SELECT data->>'text' AS text FROM timeline
      WHERE stage = 'conversation' AND key = $1 AND type IN ('MessagePosted', 'AnswerWithheld') AND data->>'messageId' = $2 LIMIT 1`;
    const [row] = await this.query('turn', text, [conversationId, messageId]);
    return row === undefined ? null : { text: String(row.text) };
  }

  /** The last messages before a sequence, in order: at most `limit`, and of about MAX_PAGE_BYTES, but always one. */
  async findTurns(
    conversationId: string,
    limit: number,
    { before = Number.MAX_SAFE_INTEGER, withheld = false }: { before?: number | undefined; withheld?: boolean } = {},
  ): Promise<Turn[]> {
    const text = `SELECT seq, type, at, data FROM (
        SELECT seq, type, at, data, sum(bytes) OVER (ORDER BY seq DESC) - bytes AS later FROM (
          SELECT seq, type, at, data, octet_length(data::text) AS bytes FROM timeline
          WHERE stage = 'conversation' AND key = $1 AND type = ANY($5) AND seq < $3 ORDER BY seq DESC LIMIT $2
        ) AS page
      ) AS measured WHERE later < $4 ORDER BY seq DESC`;
    const types = withheld ? ['MessagePosted', 'AnswerWithheld'] : ['MessagePosted'];
    const rows = await this.query('last-turns', text, [conversationId, limit, before, MAX_PAGE_BYTES, types]);
    return rows.reverse().map(({ seq, type, at, data }) => {
      const isWithheld = type === 'AnswerWithheld';
      const { messageId, text: message, author } = data as DataOf<'MessagePosted' | 'AnswerWithheld'>;
      const role = isWithheld ? 'bot' : (data as DataOf<'MessagePosted'>).role;
      return {
        messageId,
        seq: Number(seq),
        at: Number(at),
        role,
        text: message,
        ...(author === undefined ? {} : { author }),
        ...(isWithheld ? { withheld: true as const } : {}),
      };
    });
  }

  private async findState<T>(stage: string, key: string): Promise<T | null> {
    return (await this.findStates<T>(stage, [key])).get(key) ?? null;
  }

  /** States by key, in the shape of this version. A key that is locked and has no state yet may hold the JSON value null. */
  private async findStates<T>(stage: string, keys: readonly string[]): Promise<Map<string, T>> {
    const text = 'SELECT key, schema, data FROM state WHERE stage = $1 AND key = ANY($2::text[])';
    const rows = await this.query('read-states', text, [stage, keys]);
    const definition = { name: stage, ...ownValue(stateSchemas, stage) };
    return new Map(
      rows.flatMap(({ key, schema, data }) =>
        data === null
          ? []
          : [[key as string, upcastState(definition, key as string, { schema: schema as number, data }) as T]],
      ),
    );
  }

  private async query(name: string, text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    const { pool } = this.database;
    if (pool.waitingCount >= MAX_WAITING_READS) throw new Overloaded(`${pool.waitingCount} reads are waiting`);
    return (await pool.query<Record<string, unknown>>({ name, text, values })).rows;
  }
}
