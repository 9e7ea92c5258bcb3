import { heard, isSilent, opening } from './state/liveness.ts';

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

/** Answers a heartbeat; false: the server does not count this stream any more. */
export type AnswerHeartbeat = (streamId: string) => Promise<boolean>;

interface HeartbeatEvent {
  readonly streamId: string;
  readonly everyMs: number;
}

/**
 * Reads Server-Sent Events until the returned function is called. After an interruption the browser resumes with
 * Last-Event-ID. After a refusal the browser gives up, so a new stream is opened, which starts over: a reader must
 * tolerate repeated events. With `answerHeartbeat` a stream that falls silent is replaced in the same way.
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
  let liveness = opening(Date.now());

  const open = () => {
    clearTimeout(retry);
    retry = undefined;
    source?.close();
    liveness = opening(Date.now());
    const opened = new EventSource(url);
    source = opened;
    opened.onopen = () => {
      delay = FIRST_RETRY_MS;
      liveness = heard(liveness, Date.now());
      onConnectionChange('open');
    };
    opened.onerror = () => {
      liveness = opening(Date.now());
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
    if (answerHeartbeat === undefined) return;
    opened.addEventListener('heartbeat', async (event: MessageEvent<string>) => {
      const { streamId, everyMs } = JSON.parse(event.data) as HeartbeatEvent;
      liveness = heard(liveness, Date.now(), everyMs);
      if (!(await answerHeartbeat(streamId)) && source === opened) reopen();
    });
  };
  const reopen = () => {
    onConnectionChange('lost');
    open();
  };
  const look = () => {
    if (retry === undefined && isSilent(liveness, Date.now())) reopen();
  };
  const onOnline = () => {
    if (retry !== undefined) open();
  };

  onConnectionChange('connecting');
  open();
  window.addEventListener('online', onOnline);
  const looking = answerHeartbeat === undefined ? undefined : setInterval(look, LOOK_MS);
  return () => {
    window.removeEventListener('online', onOnline);
    clearTimeout(retry);
    clearInterval(looking);
    source?.close();
    source = undefined;
  };
};
