import type { DataOf } from '@warmline/contracts';
import type { Database } from '@warmline/persistence';
import type { Desk } from '../domain/agent.ts';
import type { Conversation } from '../domain/conversation.ts';

export interface TimelineEntry {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly data: Record<string, unknown>;
}

/** What HTTP reads: states and timelines as committed. */
export class Reads {
  constructor(private readonly database: Database) {}

  findConversation(id: string): Promise<Conversation | null> {
    return this.state<Conversation>('conversation', id);
  }
  findDesk(agentId: string): Promise<Desk | null> {
    return this.state<Desk>('agent', agentId);
  }
  findHandoff(handoffId: string): Promise<DataOf<'HandoffRequested'> | null> {
    return this.state<DataOf<'HandoffRequested'>>('handoff', handoffId);
  }

  /** Rows above a sequence, in sequence. */
  async timeline(stage: string, key: string, after: number, limit: number): Promise<TimelineEntry[]> {
    const { rows } = await this.database.pool.query({
      name: 'timeline-after',
      text: 'SELECT seq, type, at, data FROM timeline WHERE stage = $1 AND key = $2 AND seq > $3 ORDER BY seq LIMIT $4',
      values: [stage, key, after, limit],
    });
    return rows.map((r) => ({ seq: Number(r.seq), type: r.type, at: Number(r.at), data: r.data }));
  }

  /** The last turns, in order. */
  async turns(conversationId: string, limit: number): Promise<{ messageId: string; seq: number; at: number; role: string; text: string; author?: string }[]> {
    const { rows } = await this.database.pool.query(
      `SELECT seq, at, data FROM timeline WHERE stage = 'conversation' AND key = $1 AND type = 'MessagePosted' ORDER BY seq DESC LIMIT $2`,
      [conversationId, limit],
    );
    return rows
      .reverse()
      .map((r) => ({ messageId: r.data.messageId, seq: Number(r.seq), at: Number(r.at), role: r.data.role, text: r.data.text, ...(r.data.author === undefined ? {} : { author: r.data.author }) }));
  }

  /** Stored answers older than an instant are forgotten: a retry that late is a new command. */
  async forgetAnswers(before: number): Promise<void> {
    await this.database.pool.query('DELETE FROM command WHERE at < $1', [before]);
  }

  private async state<T>(stage: string, key: string): Promise<T | null> {
    const { rows } = await this.database.pool.query({ name: 'read-state', text: 'SELECT data FROM state WHERE stage = $1 AND key = $2', values: [stage, key] });
    return (rows[0]?.data ?? null) as T | null;
  }
}
