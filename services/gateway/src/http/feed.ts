import type { FastifyReply } from 'fastify';
import type { Reads, TimelineEntry } from '../persistence/reads.ts';

export type Shape = (row: TimelineEntry) => Promise<{ readonly event: string; readonly data: unknown } | null>;

interface Client {
  readonly stage: string;
  readonly key: string;
  readonly reply: FastifyReply;
  readonly shape: Shape;
  sent: number;
  busy: boolean;
  again: boolean;
}

/** A client that has this many bytes unread is cut; it resumes with Last-Event-ID. */
const SLOW_BYTES = 512 * 1024;
const HEARTBEAT_MS = 15_000;
const SWEEP_MS = 2_000;
const PAGE = 200;

/**
 * Server-Sent Events from the timeline: every row of a stream in its sequence, without a gap. Commits and other replicas only hint;
 * what is sent is always read from the database above the last sequence sent.
 */
export class Feed {
  private readonly clients = new Map<string, Set<Client>>();
  private readonly timers: NodeJS.Timeout[] = [];
  count = 0;

  constructor(
    private readonly reads: Reads,
    private readonly counted: (clients: number) => void,
  ) {
    this.timers.push(setInterval(() => this.beat(), HEARTBEAT_MS).unref(), setInterval(() => this.sweep(), SWEEP_MS).unref());
  }

  /** Takes the reply over and streams until either side ends. */
  open(stage: string, key: string, after: number, reply: FastifyReply, shape: Shape): void {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', connection: 'keep-alive', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 1000\n\n');
    const client: Client = { stage, key, reply, shape, sent: after, busy: false, again: false };
    const place = `${stage}/${key}`;
    const group = this.clients.get(place) ?? new Set();
    group.add(client);
    this.clients.set(place, group);
    this.counted(++this.count);
    reply.raw.on('close', () => {
      group.delete(client);
      if (group.size === 0) this.clients.delete(place);
      this.counted(--this.count);
    });
    void this.pump(client);
  }

  /** Something of this stream may be new. */
  hint(stage: string, key: string): void {
    for (const client of this.clients.get(`${stage}/${key}`) ?? []) void this.pump(client);
  }
  /** Something of any stream of a stage may be new. */
  hintAll(stage: string): void {
    for (const group of this.clients.values()) for (const client of group) if (client.stage === stage) void this.pump(client);
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const group of this.clients.values()) for (const client of group) client.reply.raw.end();
  }

  private async pump(client: Client): Promise<void> {
    if (client.busy) {
      client.again = true;
      return;
    }
    client.busy = true;
    try {
      do {
        client.again = false;
        const rows = await this.reads.timeline(client.stage, client.key, client.sent, PAGE);
        for (const row of rows) {
          const shaped = await client.shape(row);
          if (client.reply.raw.destroyed) return;
          if (shaped !== null) client.reply.raw.write(`id: ${row.seq}\nevent: ${shaped.event}\ndata: ${JSON.stringify(shaped.data)}\n\n`);
          client.sent = row.seq;
        }
        if (client.reply.raw.writableLength > SLOW_BYTES) {
          client.reply.raw.destroy();
          return;
        }
        if (rows.length === PAGE) client.again = true;
      } while (client.again);
    } catch {
      // The database is away: the next hint or sweep goes on from what was sent.
    } finally {
      client.busy = false;
    }
  }

  private beat(): void {
    for (const group of this.clients.values()) for (const client of group) client.reply.raw.write(': \n\n');
  }
  private sweep(): void {
    for (const group of this.clients.values()) for (const client of group) void this.pump(client);
  }
}
