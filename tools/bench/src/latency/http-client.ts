import { Agent, request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Enough sockets that no request waits for one, unless answers take longer than a second at 1,000/s. */
const SOCKETS = 1_000;
const TIMEOUT_MS = 30_000;

/** The HTTP API over keep-alive connections. Rejects when there is no answer. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: SOCKETS, scheduling: 'lifo' });
  private readonly host: string;
  private readonly port: number;

  constructor(base: string) {
    const url = new URL(base);
    this.host = url.hostname;
    this.port = Number(url.port);
  }

  send(method: 'POST' | 'PUT', path: string, body: unknown, key?: string): Promise<Reply> {
    const text = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { host: this.host, port: this.port, agent: this.agent, method, path, headers, timeout: TIMEOUT_MS },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.once('error', reject);
          response.once('end', () => {
            const responseText = Buffer.concat(parts).toString();
            const body = responseText.startsWith('{') ? (JSON.parse(responseText) as Reply['body']) : {};
            resolve({ status: response.statusCode ?? 0, body });
          });
        },
      );
      outgoing.once('error', reject);
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
      outgoing.end(text);
    });
  }

  /** A stream of Server-Sent Events; resolves when it is open, to its end. Only the two sides end it. */
  listen(path: string, onChunk: (chunk: string) => void, onLost: (error: Error) => void): Promise<() => void> {
    return new Promise((resolve, reject) => {
      let closed = false;
      const outgoing = request({ host: this.host, port: this.port, path, agent: false }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`${path} answered ${response.statusCode}`));
        response.setEncoding('utf8');
        response.on('data', onChunk);
        response.once('close', () => closed || onLost(new Error(`${path} ended`)));
        resolve(() => {
          closed = true;
          outgoing.destroy();
        });
      });
      outgoing.on('error', (error) => {
        if (closed) return;
        onLost(error);
        reject(error);
      });
      outgoing.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
