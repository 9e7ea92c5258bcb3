import { Overloaded, type Subject } from '@warmline/messaging';
import { requestTraceparent, subjectAttributes } from '@warmline/service-kit';
import type { Span, Tracer } from '@warmline/telemetry';
import type { FastifyReply } from 'fastify';
import type { Queries, StreamPosition, TimelineEntry } from '../persistence/queries.ts';
import { EventStream } from './event-stream.ts';
import type { StreamStart } from './last-event-id.ts';

/** The event that a client gets for a timeline row. */
export type ToClientEvent = (row: TimelineEntry) => Promise<{ readonly event: string; readonly data: unknown }>;

interface Client {
  readonly stage: string;
  readonly key: string;
  readonly stream: EventStream;
  readonly toClientEvent: ToClientEvent;
  /** What its spans are about, and the trace of the request that opened it. */
  readonly subject: Subject;
  readonly openedIn: string | undefined;
  lastSentSeq: number;
  /** Number of the sweep before which it was checked last. */
  checkedInSweep: number;
  isPumping: boolean;
  pumpAgain: boolean;
}

/** Open streams; more are refused, since each holds a socket. */
const MAX_STREAMS = 10_000;
export const HEARTBEAT_MS = 15_000;
const SWEEP_MS = 2_000;
const SWEEP_BATCH = 1_000;
/** Rows read ahead for a client, which bounds the memory of a slow one. */
const PAGE_ROWS = 25;

/** For metrics and traces. */
export interface FeedObserver {
  streamsChanged(clients: number): void;
  /** A client was disconnected for being too slow. It resumes with Last-Event-ID. */
  slowClientDropped(): void;
  /** Absent while tracing is off. */
  readonly tracer?: Tracer | undefined;
}

/**
 * Server-Sent Events from the timeline: every row of a stream, in sequence and without gaps. Hints come from commits and from other
 * replicas; rows are always read from the database, above the last sequence sent. Hints may be lost: every 2 s one query checks all
 * clients that got none since the sweep before.
 */
export class Feed {
  private readonly clients = new Map<string, Set<Client>>();
  private readonly timers: NodeJS.Timeout[] = [];
  private openStreams = 0;
  private sweepCount = 0;
  private isSweeping = false;
  private isClosed = false;

  constructor(
    private readonly queries: Queries,
    private readonly observer: FeedObserver,
    private readonly maxStreams = MAX_STREAMS,
  ) {
    this.timers.push(
      setInterval(() => this.sendHeartbeats(), HEARTBEAT_MS).unref(),
      setInterval(() => void this.sweep(), SWEEP_MS).unref(),
    );
  }

  /** Hijacks the reply and streams until either side ends; undefined if there is nobody to stream to. Throws `Overloaded` at too many streams. */
  open(
    stage: string,
    key: string,
    start: StreamStart,
    reply: FastifyReply,
    toClientEvent: ToClientEvent,
    tenantId?: string,
  ): EventStream | undefined {
    if (this.isClosed) throw new Overloaded('this replica is stopping');
    if (this.openStreams >= this.maxStreams) throw new Overloaded(`${this.openStreams} streams are open`);
    if (reply.request.method === 'HEAD') {
      reply.type('text/event-stream; charset=utf-8').send();
      return undefined;
    }
    const stream = new EventStream(reply);
    if (!stream.sendHeaders()) return undefined;
    const subject = { conversationId: stage === 'conversation' ? key : undefined, tenantId };
    const client: Client = {
      stage,
      key,
      stream,
      toClientEvent,
      subject,
      openedIn: requestTraceparent(subject),
      lastSentSeq: start.after,
      checkedInSweep: this.sweepCount,
      isPumping: false,
      pumpAgain: false,
    };
    const streamKey = `${stage}/${key}`;
    const group = this.clients.get(streamKey) ?? new Set();
    group.add(client);
    this.clients.set(streamKey, group);
    this.observer.streamsChanged(++this.openStreams);
    stream.onClosed(() => {
      if (stream.wasTooSlow) this.observer.slowClientDropped();
      group.delete(client);
      if (group.size === 0 && this.clients.get(streamKey) === group) this.clients.delete(streamKey);
      this.observer.streamsChanged(--this.openStreams);
    });
    // The client forgets the events it has: others follow under the same sequences.
    if (start.startsOver) void stream.send(0, 'reset', {});
    void this.pump(client);
    return stream;
  }

  /** True while a client of this replica is subscribed to the stream. */
  isWatched(stage: string, key: string): boolean {
    return this.clients.has(`${stage}/${key}`);
  }

  /** The stream may have new rows. */
  hint(stage: string, key: string): void {
    for (const client of this.clients.get(`${stage}/${key}`) ?? []) void this.pump(client);
  }

  /** Ends all streams; a client resumes at another replica. */
  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const client of this.allClients()) client.stream.end();
  }

  private allClients(): Client[] {
    return [...this.clients.values()].flatMap((group) => [...group]);
  }

  private async pump(client: Client): Promise<void> {
    const { stage, key, stream, toClientEvent } = client;
    client.pumpAgain = true;
    if (client.isPumping) return;
    client.isPumping = true;
    try {
      while (client.pumpAgain && !stream.gone) {
        client.pumpAgain = false;
        client.checkedInSweep = this.sweepCount;
        const rows = await this.queries.findTimeline(stage, key, client.lastSentSeq, PAGE_ROWS);
        for (const row of rows) {
          const span = this.startDelivery(client, row);
          const { event, data } = await toClientEvent(row);
          const isSent = await stream.send(row.seq, event, data);
          span?.end(isSent ? undefined : 'client-gone');
          if (!isSent) return;
          client.lastSentSeq = row.seq;
        }
        if (rows.length === PAGE_ROWS) client.pumpAgain = true;
      }
    } catch {
      // The database is unreachable: the next hint or sweep continues after the last row sent.
    } finally {
      client.isPumping = false;
    }
  }

  /** The delivery of a row that belongs to a recorded trace. It links to the request that opened the stream. */
  private startDelivery({ stage, key, subject, openedIn }: Client, row: TimelineEntry): Span | undefined {
    if (row.traceparent === undefined) return undefined;
    const { conversationId = row.data.conversationId, tenantId } = subject;
    return this.observer.tracer?.start(`stream ${stage}`, {
      parent: row.traceparent,
      kind: 'PRODUCER',
      links: [openedIn],
      attributes: {
        'warmline.stream.event': row.type,
        'warmline.stream.sequence': row.seq,
        ...subjectAttributes({ conversationId: conversationId as string | undefined, tenantId }),
        ...(stage === 'desk' ? { 'warmline.agent.id': key } : {}),
      },
    });
  }

  private sendHeartbeats(): void {
    for (const client of this.allClients()) client.stream.sendHeartbeat();
  }

  private async sweep(): Promise<void> {
    this.sweepCount++;
    if (this.isSweeping) return;
    this.isSweeping = true;
    try {
      const unchecked = this.allClients().filter(
        (client) => !client.isPumping && client.checkedInSweep < this.sweepCount - 1,
      );
      for (let from = 0; from < unchecked.length; from += SWEEP_BATCH)
        await this.pumpBehind(unchecked.slice(from, from + SWEEP_BATCH));
    } catch {
      // The database is unreachable: the next sweep checks again.
    } finally {
      this.isSweeping = false;
    }
  }

  private async pumpBehind(clients: readonly Client[]): Promise<void> {
    const positions = clients.map(({ stage, key, lastSentSeq: sent }): StreamPosition => ({ stage, key, seq: sent }));
    const behind = new Set(await this.queries.findPositionsBehind(positions));
    clients.forEach((client, n) => {
      client.checkedInSweep = this.sweepCount;
      if (behind.has(n)) void this.pump(client);
    });
  }
}
