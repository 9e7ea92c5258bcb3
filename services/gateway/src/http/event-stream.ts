import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** A client that has not read what was written after this time is disconnected. It resumes with Last-Event-ID. */
const SLOW_CLIENT_TIMEOUT_MS = 10_000;

/** One client's Server-Sent Events. Writes wait for the client, so a slow client uses no memory here. */
export class EventStream {
  private readonly raw: ServerResponse;
  private heartbeatEveryMs: number | undefined;

  /** Hijacks the reply. */
  constructor(reply: FastifyReply) {
    reply.hijack();
    this.raw = reply.raw;
    // 'close' follows a reset connection.
    this.raw.on('error', () => undefined);
  }

  /** False if the client disconnected before. */
  sendHeaders(): boolean {
    if (this.gone) return false;
    this.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    this.raw.write('retry: 1000\n\n');
    return true;
  }

  get gone(): boolean {
    return this.raw.destroyed || this.raw.writableEnded || this.raw.socket?.destroyed === true;
  }

  onClosed(listener: () => void): void {
    this.raw.once('close', listener);
  }

  /** True once the client was disconnected for being too slow. */
  wasTooSlow = false;

  /** Resolves once the client has read it; false = disconnected. */
  async send(seq: number, event: string, data: unknown): Promise<boolean> {
    if (this.gone) return false;
    this.raw.write(`id: ${seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (!this.raw.writableNeedDrain || (await this.waitForDrain())) return !this.gone;
    this.wasTooSlow = !this.gone;
    this.raw.destroy();
    return false;
  }

  /** Sends an event without an id, unless the client is slow: it is not repeated. */
  sendUnnumbered(event: string, data: unknown): void {
    if (!this.gone && !this.raw.writableNeedDrain) this.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** From now on heartbeats are events with their interval, which a page can see and miss; comments are invisible to it. */
  announceHeartbeats(everyMs: number): void {
    this.heartbeatEveryMs = everyMs;
    this.sendHeartbeat();
  }

  /** Keeps proxies from closing an idle connection. */
  sendHeartbeat(): void {
    if (this.heartbeatEveryMs !== undefined) this.sendUnnumbered('heartbeat', { everyMs: this.heartbeatEveryMs });
    else if (!this.gone && !this.raw.writableNeedDrain) this.raw.write(': \n\n');
  }

  end(): void {
    this.raw.end();
  }

  private waitForDrain(): Promise<boolean> {
    const { raw } = this;
    return new Promise((resolve) => {
      const finish = (isDrained: boolean): void => {
        clearTimeout(timer);
        raw.off('drain', onDrain).off('close', onClose);
        resolve(isDrained);
      };
      const onDrain = (): void => finish(true);
      const onClose = (): void => finish(false);
      const timer = setTimeout(onClose, SLOW_CLIENT_TIMEOUT_MS).unref();
      raw.on('drain', onDrain).on('close', onClose);
    });
  }
}
