import { randomUUID } from 'node:crypto';
import { tenantOf } from './agents.ts';
import { HUMAN_REQUEST, MESSAGES_PER_CONVERSATION, ORDINARY_MESSAGES } from './customer-messages.ts';
import type { HttpClient } from './http-client.ts';

export interface CustomerMessage {
  readonly conversationId: string;
  readonly text: string;
  /** True for a message that asks for a person. */
  readonly asksForPerson: boolean;
}

interface OpenConversation {
  readonly conversationId: string;
  turn: number;
}

const CONCURRENCY = 50;

/**
 * Many conversations that speak in turns. The last message of a conversation asks for a person; then another conversation takes its
 * place, so that the share of hand-offs stays constant.
 */
export class Customers {
  private readonly runId = randomUUID();
  private readonly active: OpenConversation[] = [];
  private readonly reserved: string[] = [];
  private pendingStarts = 0;
  private startedCount = 0;
  private next = 0;

  /** `reserve`: conversations that are started ahead of their first message. */
  constructor(
    private readonly http: HttpClient,
    private readonly pools: number,
    private readonly reserve: number,
    private readonly onFailure: (what: string) => void,
  ) {}

  /** Starts conversations, each at another of its messages. */
  async startAll(conversations: number): Promise<void> {
    while (this.reserved.length < conversations + this.reserve) {
      const missing = conversations + this.reserve - this.reserved.length;
      await Promise.all(Array.from({ length: Math.min(CONCURRENCY, missing) }, () => this.start()));
    }
    for (let n = 0; n < conversations; n++)
      this.active.push({ conversationId: this.takeReserved(), turn: n % MESSAGES_PER_CONVERSATION });
  }

  /** The next message; `null` when no conversation is available. */
  nextMessage(): CustomerMessage | null {
    this.next = (this.next + 1) % this.active.length;
    const conversation = this.active[this.next];
    if (conversation === undefined) return null;
    const { conversationId, turn } = conversation;
    const text = ORDINARY_MESSAGES[turn] ?? HUMAN_REQUEST;
    const asksForPerson = turn >= ORDINARY_MESSAGES.length;
    if (asksForPerson) {
      const successor = this.reserved.shift();
      if (successor === undefined) return null;
      this.active[this.next] = { conversationId: successor, turn: 0 };
      this.refill();
    } else conversation.turn++;
    return { conversationId, text, asksForPerson };
  }

  /** Ends the open conversations: an open conversation triggers its listeners after ten minutes. */
  async endAll(): Promise<void> {
    const open = [...this.active.map(({ conversationId }) => conversationId), ...this.reserved];
    while (open.length > 0)
      await Promise.all(
        open.splice(0, CONCURRENCY).map((id) =>
          this.http.send('POST', `/v1/conversations/${id}/end`, {}).then(
            ({ status }) => status === 202 || this.onFailure(`end: ${status}`),
            (error: Error) => this.onFailure(`end: ${error.message}`),
          ),
        ),
      );
  }

  private refill(): void {
    while (this.reserved.length + this.pendingStarts < this.reserve) {
      this.pendingStarts++;
      void this.start().finally(() => {
        this.pendingStarts--;
      });
    }
  }

  private takeReserved(): string {
    const takeReserved = this.reserved.shift();
    if (takeReserved === undefined) throw new Error('no conversation could be started');
    return takeReserved;
  }

  private async start(): Promise<void> {
    const n = this.startedCount++;
    const externalId = `${this.runId}-${n}`;
    const body = { tenantId: tenantOf(n % this.pools), channel: 'chat', externalId, language: 'en' };
    try {
      const { status, body: answer } = await this.http.send('POST', '/v1/conversations', body);
      if (status === 201) this.reserved.push(String(answer.conversationId));
      else this.onFailure(`start: ${status}`);
    } catch (error) {
      this.onFailure(`start: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
