import { randomUUID } from 'node:crypto';
import { tenantOf } from './desks.ts';
import type { HttpClient } from './http-client.ts';
import { ASKING, ORDINARY, TURNS } from './talk.ts';

export interface Line {
  readonly conversationId: string;
  readonly text: string;
  /** The customer asks for a person. */
  readonly asks: boolean;
}

interface Talk {
  readonly conversationId: string;
  turn: number;
}

const AT_ONCE = 50;

/**
 * Many conversations that speak in turns. The last of a conversation's lines asks for a person; then another conversation takes its
 * place, so that the share of hand-offs is the same at any moment.
 */
export class Customers {
  private readonly run = randomUUID();
  private readonly talks: Talk[] = [];
  private readonly fresh: string[] = [];
  private starting = 0;
  private made = 0;
  private next = 0;

  /** `reserve`: conversations that are started ahead of their first line. */
  constructor(
    private readonly http: HttpClient,
    private readonly pools: number,
    private readonly reserve: number,
    private readonly failed: (what: string) => void,
  ) {}

  /** Conversations that are under way, each at another of its lines. */
  async begin(conversations: number): Promise<void> {
    while (this.fresh.length < conversations + this.reserve) {
      const missing = conversations + this.reserve - this.fresh.length;
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, missing) }, () => this.start()));
    }
    for (let n = 0; n < conversations; n++) this.talks.push({ conversationId: this.taken(), turn: n % TURNS });
  }

  /** What is said next; null when no conversation is there to say it. */
  say(): Line | null {
    this.next = (this.next + 1) % this.talks.length;
    const talk = this.talks[this.next];
    if (talk === undefined) return null;
    const { conversationId, turn } = talk;
    const text = ORDINARY[turn] ?? ASKING;
    const asks = turn >= ORDINARY.length;
    if (asks) {
      const successor = this.fresh.shift();
      if (successor === undefined) return null;
      this.talks[this.next] = { conversationId: successor, turn: 0 };
      this.refill();
    } else talk.turn++;
    return { conversationId, text, asks };
  }

  /** Ends what is under way: a conversation left open wakes its listeners in ten minutes. */
  async end(): Promise<void> {
    const open = [...this.talks.map(({ conversationId }) => conversationId), ...this.fresh];
    while (open.length > 0)
      await Promise.all(
        open.splice(0, AT_ONCE).map((id) =>
          this.http.send('POST', `/v1/conversations/${id}/end`, {}).then(
            ({ status }) => status === 202 || this.failed(`end: ${status}`),
            (error: Error) => this.failed(`end: ${error.message}`),
          ),
        ),
      );
  }

  private refill(): void {
    while (this.fresh.length + this.starting < this.reserve) {
      this.starting++;
      void this.start().finally(() => {
        this.starting--;
      });
    }
  }

  private taken(): string {
    const taken = this.fresh.shift();
    if (taken === undefined) throw new Error('no conversation could be started');
    return taken;
  }

  private async start(): Promise<void> {
    const n = this.made++;
    const externalId = `${this.run}-${n}`;
    const body = { tenantId: tenantOf(n % this.pools), channel: 'chat', externalId, language: 'en' };
    try {
      const { status, body: answer } = await this.http.send('POST', '/v1/conversations', body);
      if (status === 201) this.fresh.push(String(answer.conversationId));
      else this.failed(`start: ${status}`);
    } catch (error) {
      this.failed(`start: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
