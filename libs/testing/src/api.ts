export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; null where there is none. */
  readonly body: T;
}

export interface Heard {
  /** The `id:` line: the event's place in its stream. */
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Stream {
  /** What has come so far, in the order it came; grows. */
  readonly heard: readonly Heard[];
  close(): void;
}

export interface Api {
  readonly base: string;
  get<T>(path: string): Promise<Reply<T>>;
  post<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply<T>>;
  put<T>(path: string, body: unknown): Promise<Reply<T>>;
  /** Opens a stream of Server-Sent Events; rejects when it is refused. */
  listen(path: string, lastEventId?: number): Promise<Stream>;
}

const TIMEOUT_MS = 20_000;

/** The HTTP API at an address. A string as body is sent as it is, anything else as JSON. Rejects only where nobody answers. */
export const api = (base: string): Api => {
  const call = async <T>(method: string, path: string, body?: unknown, headers = {}): Promise<Reply<T>> => {
    const answer = await fetch(base + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: (json ? JSON.parse(text) : null) as T };
  };
  return {
    base,
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
    listen: async (path, lastEventId) => {
      const ending = new AbortController();
      const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
      const answer = await fetch(base + path, { headers, signal: ending.signal });
      if (!answer.ok || answer.body === null) throw new Error(`${path} answered ${answer.status}`);
      const heard: Heard[] = [];
      void read(answer.body, heard);
      return { heard, close: () => ending.abort() };
    },
  };
};

/** Blocks end with an empty line; comments and `retry:` have no data. Ends with the connection. */
const read = async (body: ReadableStream<Uint8Array>, heard: Heard[]): Promise<void> => {
  let rest = '';
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        const data = field('data');
        if (data !== undefined)
          heard.push({ id: Number(field('id')), event: field('event') ?? 'message', data: JSON.parse(data) });
      }
    }
  } catch {
    // Closed by either side.
  }
};
