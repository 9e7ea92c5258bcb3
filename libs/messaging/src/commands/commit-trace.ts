import type { EncodedEvent } from '../codec.ts';
import { conversationIn, type Span, type Tracing } from '../tracing.ts';
import type { Command } from './command.ts';

/** The spans of one transaction of commands: one for each trace they belong to. */
export class CommitTrace {
  private readonly spans = new Map<string, { readonly span: Span; readonly causes: Set<string> }>();

  constructor(tracing: Tracing, commands: readonly Command[]) {
    for (const { stage, key, event, cause } of commands) {
      if (cause.traceparent === undefined) continue;
      const found = this.spans.get(cause.traceparent);
      if (found !== undefined) {
        found.causes.add(cause.id);
        continue;
      }
      const conversationId = stage === 'conversation' ? key : conversationIn(JSON.stringify(event.data ?? null));
      const tenantId = cause.tenantId === 'none' ? undefined : cause.tenantId;
      const span = tracing.commit(cause.traceparent, { conversationId, tenantId }, commands.length);
      this.spans.set(cause.traceparent, { span, causes: new Set([cause.id]) });
    }
  }

  /** A request may not name its tenant, or its conversation; the events it leads to do. */
  decided(outputs: readonly EncodedEvent[]): void {
    const byCause = new Map(outputs.map((output) => [output.headers.ce_causationid ?? '', output]));
    for (const { span, causes } of this.spans.values()) {
      for (const cause of causes) {
        const output = byCause.get(cause);
        if (output === undefined) continue;
        span.about({ conversationId: conversationIn(output.value), tenantId: output.headers.ce_tenantid });
      }
    }
  }

  end(error?: unknown): void {
    for (const { span } of this.spans.values()) span.end(error);
    this.spans.clear();
  }
}
