import { heard, isSilent, neverOpened, opening } from './state/liveness.ts';

/** State of an event stream. A `lost` one failed to connect or was interrupted; it is retried for ever. */
export type ConnectionState = 'connecting' | 'open' | 'lost';

export interface StreamEvent {
  readonly type: string;
  readonly id: string;
  readonly data: unknown;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;
/** Hidden pages are slowed down to a look a minute; heartbeats are answered as they come. */
const LOOK_MS = 1_000;

/** Opens each stream of the page anew, if it is open: what cut one has cut them all. */
const reopenings = new Set<() => void>();

/** Answers a heartbeat within its interval; false: the server does not count this stream any more. */
export type AnswerHeartbeat = (streamId: string, everyMs: number) => Promise<boolean>;

interface HeartbeatEvent {
  /** Of a stream whose heartbeats are answered. */
  readonly streamId?: string;
  readonly everyMs: number;
}

/**
 * Reads Server-Sent Events until the returned function is called. After an interruption the browser resumes with
 * Last-Event-ID. After a refusal the browser gives up, so a new stream is opened, which starts over: a reader must
 * tolerate repeated events. A stream whose heartbeats stop is replaced in the same way, and with it the others of the page.
 */
export const openEventStream = (
  url: string,
  types: readonly string[],
  onEvent: (event: StreamEvent) => void,
  onConnectionChange: (connection: ConnectionState) => void,
  answerHeartbeat?: AnswerHeartbeat,
): (() => void) => {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let delay = FIRST_RETRY_MS;
  let liveness = neverOpened;

  const open = () => {
    clearTimeout(retry);
    retry = undefined;
    source?.close();
    liveness = opening(liveness, Date.now());
    const opened = new EventSource(url);
    source = opened;
    opened.onopen = () => {
      delay = FIRST_RETRY_MS;
      liveness = heard(liveness, Date.now());
      onConnectionChange('open');
    };
    opened.onerror = () => {
      liveness = opening(liveness, Date.now());
      onConnectionChange('lost');
      if (opened.readyState !== EventSource.CLOSED || retry !== undefined) return;
      retry = setTimeout(open, delay);
      delay = Math.min(delay * 2, LAST_RETRY_MS);
    };
    for (const type of types) {
      opened.addEventListener(type, (event: MessageEvent<string>) => {
        onEvent({ type, id: event.lastEventId, data: JSON.parse(event.data) });
      });
    }
    opened.addEventListener('heartbeat', async (event: MessageEvent<string>) => {
      const { streamId, everyMs } = JSON.parse(event.data) as HeartbeatEvent;
      liveness = heard(liveness, Date.now(), everyMs);
      if (streamId === undefined || answerHeartbeat === undefined) return;
      if (!(await answerHeartbeat(streamId, everyMs)) && source === opened) reopen();
    });
  };
  const reopen = () => {
    onConnectionChange('lost');
    open();
  };
  const reopenIfOpen = () => {
    if (liveness.isOpen) reopen();
  };
  const look = () => {
    if (retry !== undefined || !isSilent(liveness, Date.now())) return;
    const wasOpen = liveness.isOpen;
    reopen();
    if (wasOpen) for (const reopenOther of reopenings) reopenOther();
  };
  const onOnline = () => {
    if (retry !== undefined) open();
  };

  onConnectionChange('connecting');
  open();
  window.addEventListener('online', onOnline);
  const looking = setInterval(look, LOOK_MS);
  reopenings.add(reopenIfOpen);
  return () => {
    window.removeEventListener('online', onOnline);
    clearTimeout(retry);
    clearInterval(looking);
    reopenings.delete(reopenIfOpen);
    source?.close();
    source = undefined;
  };
};
