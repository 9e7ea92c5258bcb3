import { recordId, tickId } from './batch.ts';
import type { DueKey } from './store.ts';
import { conversationIn, type Span, type Subject, type Tracing } from './tracing.ts';
import type { ConsumerRecord } from './transport.ts';

interface HandledInput {
  readonly span: Span;
  readonly subject: Subject;
  isRefused?: boolean;
}

/** The spans of one batch: one for each input that is handled in it, and below each one of the commit. */
export class BatchTrace {
  private readonly handled = new Map<string, HandledInput>();
  private commits: readonly Span[] = [];

  /** `since`: the start of the batch, in milliseconds since 1970. */
  constructor(
    private readonly tracing: Tracing,
    private readonly since: number,
  ) {}

  /** The traceparent for what a record causes. A batch may be folded again; its span is started once. */
  ofRecord(record: ConsumerRecord): string {
    return this.traceparentOf(recordId(record), () => ({
      span: this.tracing.process(record, this.since),
      subject: { conversationId: conversationIn(record.value), tenantId: record.headers.ce_tenantid },
    }));
  }

  ofTick(due: DueKey): string {
    return this.traceparentOf(tickId(due), () => ({ span: this.tracing.tick(due.stage, this.since), subject: {} }));
  }

  /** The input became a dead letter; its reason is there, since it may quote what people wrote. */
  refused(input: string): void {
    const found = this.handled.get(input);
    if (found !== undefined) found.isRefused = true;
  }

  startCommit(): void {
    const { size } = this.handled;
    this.commits = [...this.handled.values()].map(({ span, subject }) =>
      this.tracing.commit(span.traceparent, subject, size),
    );
  }

  /** Ends all spans of the batch. `error`: why nothing was committed. */
  end(error?: unknown): void {
    for (const commit of this.commits) commit.end(error);
    for (const { span, isRefused } of this.handled.values()) span.end(error ?? (isRefused ? 'dead-letter' : undefined));
    this.commits = [];
    this.handled.clear();
  }

  private traceparentOf(input: string, start: () => HandledInput): string {
    const found = this.handled.get(input) ?? start();
    this.handled.set(input, found);
    return found.span.traceparent;
  }
}
