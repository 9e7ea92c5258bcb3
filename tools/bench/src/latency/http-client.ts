import { Agent, request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sockets enough that no request waits for one, unless answers take longer than a second at 1,000/s. */
const SOCKETS = 1_000;
const TIMEOUT_MS = 30_000;

/** The HTTP API over connections that are kept. Rejects where nobody answers. */
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
      const asked = request(
        { host: this.host, port: this.port, agent: this.agent, method, path, headers, timeout: TIMEOUT_MS },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.once('error', reject);
          answer.once('end', () => {
            const said = Buffer.concat(parts).toString();
            const body = said.startsWith('{') ? (JSON.parse(said) as Reply['body']) : {};
            resolve({ status: answer.statusCode ?? 0, body });
          });
        },
      );
      asked.once('error', reject);
      asked.once('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
      asked.end(text);
    });
  }

  /** A stream of Server-Sent Events; resolves once it is open, to its end. Nobody ends it but the two sides. */
  listen(path: string, heard: (chunk: string) => void, lost: (error: Error) => void): Promise<() => void> {
    return new Promise((resolve, reject) => {
      let closed = false;
      const asked = request({ host: this.host, port: this.port, path, agent: false }, (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`${path} answered ${answer.statusCode}`));
        answer.setEncoding('utf8');
        answer.on('data', heard);
        answer.once('close', () => closed || lost(new Error(`${path} ended`)));
        resolve(() => {
          closed = true;
          asked.destroy();
        });
      });
      asked.on('error', (error) => {
        if (closed) return;
        lost(error);
        reject(error);
      });
      asked.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
