import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** A client that takes longer than this for what was written is cut; it resumes with Last-Event-ID. */
const SLOW_CLIENT_TIMEOUT_MS = 10_000;

/** One client's Server-Sent Events. Writes wait for the client, so that a slow one costs no memory here. */
export class EventStream {
  private readonly raw: ServerResponse;

  /** Takes the reply over. */
  constructor(reply: FastifyReply) {
    reply.hijack();
    this.raw = reply.raw;
    // Whoever resets the connection is gone; 'close' follows.
    this.raw.on('error', () => undefined);
  }

  /** Answers false where the client went away while it was being looked for. */
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

  /** It did not take what was sent, and was ended for it. */
  wasTooSlow = false;

  /** Resolves once the client has taken it; false = the client is gone, or was too slow and is cut. */
  async send(seq: number, event: string, data: unknown): Promise<boolean> {
    if (this.gone) return false;
    this.raw.write(`id: ${seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (!this.raw.writableNeedDrain || (await this.waitForDrain())) return !this.gone;
    this.wasTooSlow = !this.gone;
    this.raw.destroy();
    return false;
  }

  /** Keeps proxies from closing a quiet connection. */
  sendHeartbeat(): void {
    if (!this.gone && !this.raw.writableNeedDrain) this.raw.write(': \n\n');
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
