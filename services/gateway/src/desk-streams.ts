import type { Answer } from '@warmline/messaging';

/** A stream to one client of a desk. */
export interface DeskStream {
  /** Sends an event that is no row of the desk and has no id. */
  sendUnnumbered(event: string, data: unknown): void;
  onClosed(listener: () => void): void;
}

export interface DeskStreamsSettings {
  readonly heartbeatMs: number;
  readonly now: () => number;
  readonly command: (
    agentId: string,
    body: { readonly type: 'HoldStream' | 'CloseStream'; readonly data: { readonly streamId: string } },
  ) => Promise<Answer>;
}

interface Held {
  readonly agentId: string;
  readonly streamId: string;
  readonly stream: DeskStream;
  /** The client answers heartbeats: its answers show that the stream is alive. Otherwise the open connection does. */
  readonly isAnswered: boolean;
  /** The desk knows that the stream is open. */
  isKnown: boolean;
  nextBeatAt: number;
}

/** Beats are spread over the heartbeat by looking this often for those that are due. */
const LOOKS_PER_HEARTBEAT = 10;

/** Tells desks which of their streams this replica holds. What gets lost, or dies with the replica, ends by silence (ADR 0022). */
export class DeskStreams {
  private readonly held = new Set<Held>();
  private readonly timer: NodeJS.Timeout;
  private isStopping = false;

  constructor(private readonly settings: DeskStreamsSettings) {
    this.timer = setInterval(() => this.beat(), settings.heartbeatMs / LOOKS_PER_HEARTBEAT).unref();
  }

  /** `stream` is open. `isAnswered`: its client asked for heartbeats and answers each. */
  add(agentId: string, streamId: string, stream: DeskStream, isAnswered: boolean): void {
    const held = { agentId, streamId, stream, isAnswered, isKnown: false, nextBeatAt: 0 };
    this.held.add(held);
    stream.onClosed(() => {
      this.held.delete(held);
      // A replica that stops leaves its clients time to open their streams at another one.
      if (!this.isStopping) void this.tell(held, 'CloseStream');
    });
    this.beatOf(held);
  }

  stop(): void {
    this.isStopping = true;
    clearInterval(this.timer);
  }

  private beat(): void {
    const now = this.settings.now();
    for (const held of this.held) if (held.nextBeatAt <= now) this.beatOf(held);
  }

  private beatOf(held: Held): void {
    const { streamId, stream, isAnswered, isKnown } = held;
    const { heartbeatMs, now } = this.settings;
    held.nextBeatAt = now() + heartbeatMs;
    const known = isAnswered && isKnown ? Promise.resolve(true) : this.tell(held, 'HoldStream');
    void known.then((isOpen) => {
      if (isOpen && isAnswered) stream.sendUnnumbered('heartbeat', { streamId, everyMs: heartbeatMs });
    });
  }

  /** False if the command failed: the next beat repeats it. */
  private async tell(held: Held, type: 'HoldStream' | 'CloseStream'): Promise<boolean> {
    try {
      const { status } = await this.settings.command(held.agentId, { type, data: { streamId: held.streamId } });
      held.isKnown = type === 'HoldStream' && status === 200;
      return held.isKnown;
    } catch {
      return false;
    }
  }
}
