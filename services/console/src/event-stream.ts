/** State of an event stream. A `lost` one failed to connect or was interrupted; it is retried for ever. */
export type ConnectionState = 'connecting' | 'open' | 'lost';

export interface StreamEvent {
  readonly type: string;
  readonly id: string;
  readonly data: unknown;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

/**
 * Reads Server-Sent Events until the returned function is called. After an interruption the browser resumes with
 * Last-Event-ID. After a refusal the browser gives up, so a new stream is opened, which starts over: a reader must
 * tolerate repeated events.
 */
export const openEventStream = (
  url: string,
  types: readonly string[],
  onEvent: (event: StreamEvent) => void,
  onConnectionChange: (connection: ConnectionState) => void,
): (() => void) => {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let delay = FIRST_RETRY_MS;

  const open = () => {
    clearTimeout(retry);
    retry = undefined;
    source = new EventSource(url);
    source.onopen = () => {
      delay = FIRST_RETRY_MS;
      onConnectionChange('open');
    };
    source.onerror = () => {
      onConnectionChange('lost');
      if (source.readyState !== EventSource.CLOSED || retry !== undefined) return;
      retry = setTimeout(open, delay);
      delay = Math.min(delay * 2, LAST_RETRY_MS);
    };
    for (const type of types) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        onEvent({ type, id: event.lastEventId, data: JSON.parse(event.data) });
      });
    }
  };
  const onOnline = () => {
    if (retry !== undefined) open();
  };

  onConnectionChange('connecting');
  open();
  window.addEventListener('online', onOnline);
  return () => {
    window.removeEventListener('online', onOnline);
    clearTimeout(retry);
    source.close();
  };
};
