import type { EncodedEvent } from './codec.ts';
import type { ConsumerRecord } from './transport.ts';

/** What a span is about, as far as it is known. */
export interface Subject {
  readonly conversationId?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** A started span, recorded or not. */
export interface Span {
  /** W3C traceparent for what it causes. It carries the decision to record the trace. */
  readonly traceparent: string;
  about(subject: Subject): void;
  /** Ends the span, as failed if there is an error, or a word for one. Call it once. */
  end(error?: unknown): void;
}

/** The port to a tracer. The runtime has none while tracing is off, and then does no work for it. */
export interface Tracing {
  /** The handling of a record, from the start of its batch, in milliseconds since 1970, to the end of its commit. */
  process(record: ConsumerRecord, since: number): Span;
  /** The handling of a tick: the start of a trace. */
  tick(stage: string, since: number): Span;
  /** A transaction, for one of the traces it serves. `inputs`: records, ticks and commands in it. */
  commit(traceparent: string | undefined, subject: Subject, inputs: number): Span;
  /** The append of an event. */
  send(event: EncodedEvent): Span;
}

/** True if the trace is recorded (W3C Trace Context §3.2.2.5.1). */
export const isSampled = (traceparent: string | undefined): boolean =>
  traceparent !== undefined && (Number.parseInt(traceparent.slice(-2), 16) & 1) === 1;

const CONVERSATION_FIELD = '"conversationId":"';

/** The conversation named in the JSON of an event, without parsing it. */
export const conversationIn = (json: string | Uint8Array | null): string | undefined => {
  const text = Buffer.from(json ?? '');
  const start = text.indexOf(CONVERSATION_FIELD);
  if (start === -1) return undefined;
  const from = start + CONVERSATION_FIELD.length;
  const end = text.indexOf('"', from);
  return end === -1 ? undefined : text.toString('utf8', from, end);
};
