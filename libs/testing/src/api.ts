export interface ApiResponse<T> {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body; null if there is none. */
  readonly body: T;
}

export interface ServerSentEvent {
  /** The `id:` line: the number of the event in its stream. */
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventStream {
  /** Events received so far, in order. It grows while the stream is open. */
  readonly received: readonly ServerSentEvent[];
  close(): void;
}

export interface ApiClient {
  readonly base: string;
  get<T>(path: string): Promise<ApiResponse<T>>;
  post<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<ApiResponse<T>>;
  put<T>(path: string, body: unknown): Promise<ApiResponse<T>>;
  /** Opens a stream of Server-Sent Events; rejects if the server refuses it. */
  openStream(path: string, lastEventId?: number): Promise<EventStream>;
}

const TIMEOUT_MS = 20_000;

/** A client for the HTTP API at `base`. A string body is sent as it is, any other as JSON. Rejects only without a response. */
export const apiClient = (base: string): ApiClient => {
  const call = async <T>(method: string, path: string, body?: unknown, headers = {}): Promise<ApiResponse<T>> => {
    const response = await fetch(base + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : null) as T };
  };
  return {
    base,
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
    openStream: async (path, lastEventId) => {
      const abort = new AbortController();
      const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
      const response = await fetch(base + path, { headers, signal: abort.signal });
      if (!response.ok || response.body === null) throw new Error(`${path} answered ${response.status}`);
      const received: ServerSentEvent[] = [];
      void readEvents(response.body, received);
      return { received, close: () => abort.abort() };
    },
  };
};

/** Adds the events of a stream to `received` until the connection ends. Comments and `retry:` lines are skipped. */
const readEvents = async (body: ReadableStream<Uint8Array>, received: ServerSentEvent[]): Promise<void> => {
  let rest = '';
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        const data = field('data');
        if (data !== undefined)
          received.push({ id: Number(field('id')), event: field('event') ?? 'message', data: JSON.parse(data) });
      }
    }
  } catch {
    // Closed by either side.
  }
};
