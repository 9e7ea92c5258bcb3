import { Overloaded } from '@warmline/messaging';
import type { FastifyReply } from 'fastify';
import type { Position, Reads, TimelineEntry } from '../persistence/reads.ts';
import { EventStream } from './stream.ts';

/** What a client is sent of a row. `wanted` turns false when the client is gone: whoever waits for something gives up. */
export type Shape = (
  row: TimelineEntry,
  wanted: () => boolean,
) => Promise<{ readonly event: string; readonly data: unknown }>;

interface Client {
  readonly stage: string;
  readonly key: string;
  readonly stream: EventStream;
  readonly shape: Shape;
  sent: number;
  /** The sweep before which it was last looked at. */
  looked: number;
  busy: boolean;
  again: boolean;
}

/** More streams than this are refused: each holds a socket. */
const MOST = 10_000;
const HEARTBEAT_MS = 15_000;
const SWEEP_MS = 2_000;
const POSITIONS = 1_000;
/** Rows read ahead of a client: what a slow one holds in memory while it is waited for. */
const PAGE = 25;

/** What the feed tells whoever counts. */
export interface FeedObserver {
  open(clients: number): void;
  /** A client was too slow and was ended; it resumes with Last-Event-ID. */
  cut(): void;
}

/**
 * Server-Sent Events from the timeline: every row of a stream in its sequence, without a gap. Commits and other replicas only hint;
 * what is sent is always read from the database above the last sequence sent. Hints may be lost: whoever got none for a while is
 * looked at with all the others in one query.
 */
export class Feed {
  private readonly clients = new Map<string, Set<Client>>();
  private readonly timers: NodeJS.Timeout[] = [];
  private count = 0;
  private sweeps = 0;
  private sweeping = false;

  constructor(
    private readonly reads: Reads,
    private readonly observer: FeedObserver,
    private readonly most = MOST,
  ) {
    this.timers.push(
      setInterval(() => this.beat(), HEARTBEAT_MS).unref(),
      setInterval(() => void this.sweep(), SWEEP_MS).unref(),
    );
  }

  /** Takes the reply over and streams until either side ends. Throws `Overloaded` where there are too many streams. */
  open(stage: string, key: string, after: number, reply: FastifyReply, shape: Shape): void {
    if (this.count >= this.most) throw new Overloaded(`${this.count} streams are open`);
    const stream = new EventStream(reply);
    if (!stream.begin()) return;
    const client: Client = { stage, key, stream, shape, sent: after, looked: this.sweeps, busy: false, again: false };
    const place = `${stage}/${key}`;
    const group = this.clients.get(place) ?? new Set();
    group.add(client);
    this.clients.set(place, group);
    this.observer.open(++this.count);
    stream.onGone(() => {
      if (stream.wasCut) this.observer.cut();
      group.delete(client);
      if (group.size === 0 && this.clients.get(place) === group) this.clients.delete(place);
      this.observer.open(--this.count);
    });
    void this.pump(client);
  }

  /** Somebody here watches this stream. */
  watches(stage: string, key: string): boolean {
    return this.clients.has(`${stage}/${key}`);
  }

  /** Something of this stream may be new. */
  hint(stage: string, key: string): void {
    for (const client of this.clients.get(`${stage}/${key}`) ?? []) void this.pump(client);
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const client of this.all()) client.stream.end();
  }

  private all(): Client[] {
    return [...this.clients.values()].flatMap((group) => [...group]);
  }

  private async pump(client: Client): Promise<void> {
    const { stage, key, stream, shape } = client;
    client.again = true;
    if (client.busy) return;
    client.busy = true;
    try {
      while (client.again && !stream.gone) {
        client.again = false;
        client.looked = this.sweeps;
        const rows = await this.reads.timeline(stage, key, client.sent, PAGE);
        for (const row of rows) {
          const { event, data } = await shape(row, () => !stream.gone);
          if (!(await stream.send(row.seq, event, data))) return;
          client.sent = row.seq;
        }
        if (rows.length === PAGE) client.again = true;
      }
    } catch {
      // The database is away: the next hint or sweep goes on from what was sent.
    } finally {
      client.busy = false;
    }
  }

  private beat(): void {
    for (const client of this.all()) client.stream.beat();
  }

  private async sweep(): Promise<void> {
    this.sweeps++;
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      const unseen = this.all().filter((client) => !client.busy && client.looked < this.sweeps - 1);
      for (let from = 0; from < unseen.length; from += POSITIONS) await this.look(unseen.slice(from, from + POSITIONS));
    } catch {
      // As above: the next sweep looks again.
    } finally {
      this.sweeping = false;
    }
  }

  private async look(clients: readonly Client[]): Promise<void> {
    const positions = clients.map(({ stage, key, sent }): Position => ({ stage, key, seq: sent }));
    const behind = new Set(await this.reads.behind(positions));
    clients.forEach((client, n) => {
      client.looked = this.sweeps;
      if (behind.has(n)) void this.pump(client);
    });
  }
}
