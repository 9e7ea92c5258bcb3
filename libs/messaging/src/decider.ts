import type { EventOf, EventType, Instant, NewEvent, Tick } from '@warmline/contracts';

/** The result of a decision. Rejected input goes to the dead letters with the reason; skipped input is counted. */
export type Verdict =
  | { readonly is: 'emit'; readonly outputs: readonly Output[] }
  | { readonly is: 'skip'; readonly reason: string }
  | { readonly is: 'reject'; readonly reason: string };

export const emit = (...outputs: readonly Output[]): Verdict => ({ is: 'emit', outputs });
export const skip = (reason: string): Verdict => ({ is: 'skip', reason });
export const reject = (reason: string): Verdict => ({ is: 'reject', reason });

/** An append-only row that a stage keeps beside its state; read only if an output needs it. */
export interface JournalRow<R = unknown> {
  readonly seq: number;
  readonly row: R;
}

/**
 * An event to publish. `withJournal` completes its data after the fold, from the journal of the key with the rows of this batch, so
 * the state stays small and `decide` pure. `topic` is needed only if the type is in two topics of one writer.
 */
export type Output<T extends EventType = EventType> = T extends EventType
  ? NewEvent<T> & {
      readonly topic?: string;
      /** The id of the event it follows from, if that is a held event and not the input. */
      readonly causedBy?: string;
      /** The trace of that held event. It is continued where a tick, which has none, releases the event. */
      readonly traceparent?: string | undefined;
      readonly withJournal?: (data: NewEvent<T>['data'], journal: readonly JournalRow[]) => NewEvent<T>['data'];
    }
  : never;

/** What a decision may use besides event and state. Ids are derived (UUID v5 of cause and name), so the same input always gives the same ids. */
export interface Context {
  readonly id: (name: string) => string;
  /**
   * When the runtime received the input, by its own clock; of a command only a tick has it. Only the time limit of a held event, late agent
   * offers (ADR 0013) and streams of a desk after an outage (ADR 0022) may depend on it.
   */
  readonly receivedAt?: Instant;
  /** For joins: why the outputs of a held event could not be published; undefined if they could. */
  readonly rejectionReason?: (eventId: string) => string | undefined;
}

/**
 * Pure rules over one key. The state `null` stands for a key that was never seen or is finished: it has no row.
 * The runtime folds an input as: outputs = decide(event, state); state = evolve(state, event), then evolve over each output.
 * A decider that folds while it decides returns a StepResult instead: its verdict and the state that fold leads to. The runtime
 * then calls no evolve. That state must equal what evolve makes of the input and the outputs, or a replay of events differs.
 * "Now" is `event.at`: event time for an input, the due instant for a Tick. Exceptions are bugs; the one event is then rejected.
 */
export interface Decider<S, I extends EventType = EventType, O extends EventType = EventType, X = EventOf<I>> {
  readonly decide: (
    event: X | Tick,
    state: S | null,
    context: Context,
  ) => readonly Output<O>[] | Verdict | StepResult<S>;
  readonly evolve: (state: S | null, event: X | Tick | EventOf<O>) => S | null;
  /** The next instant this state wants a Tick at. */
  readonly due?: (state: S) => Instant | null;
}

/** What the runtime runs. `deciderStep` makes one of a decider; a join wraps one. */
export interface Step<S = unknown> {
  readonly step: (state: S | null, event: AnyEvent, context: Context) => StepResult<S>;
  readonly due: (state: S) => Instant | null;
}
export interface StepResult<S> {
  readonly state: S | null;
  readonly verdict: Verdict;
  /** Held events that are finally rejected, with the reason. They go to the dead letters. */
  readonly rejectedEvents?: readonly { readonly event: AnyEvent; readonly reason: string }[];
}
export interface AnyEvent {
  readonly type: string;
  readonly id: string;
  readonly at: Instant;
  readonly data?: unknown;
}

/** Decides, then evolves over the input and each output, with the id and time the output is published under. */
export const deciderStep = <S, I extends EventType, O extends EventType, X>(decider: Decider<S, I, O, X>): Step<S> => ({
  step: (state, event, context) => {
    const input = event as X | Tick;
    const answer: readonly Output[] | Verdict | StepResult<S> = decider.decide(input, state, context);
    if ('verdict' in answer) return answer;
    const verdict = 'is' in answer ? answer : emit(...answer);
    if (verdict.is === 'reject') return { state, verdict };
    let next = decider.evolve(state, input);
    if (verdict.is === 'emit') {
      verdict.outputs.forEach((output, index) => {
        const published = {
          type: output.type,
          data: output.data,
          id: outputId(context, output.type, index),
          at: event.at,
        };
        next = decider.evolve(next, published as EventOf<O>);
      });
    }
    return { state: next, verdict };
  },
  due: (state) => decider.due?.(state) ?? null,
});

/** The id an output is published under, derived from its cause, its type and its index among the outputs. */
export const outputId = (context: Context, type: string, index: number): string => context.id(`${type}#${index}`);

/** A step without state: the outputs depend on the event alone, for example a copy under another key. */
export const statelessStep = (toOutputs: (event: AnyEvent) => readonly Output[]): Step<null> => ({
  step: (_state, event) => ({ state: null, verdict: event.type === 'Tick' ? emit() : emit(...toOutputs(event)) }),
  due: () => null,
});

/** The answer to a command: an HTTP status and a body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The result of a command, for deciders that handle commands of many clients (in the gateway). */
export interface CommandResult<S> {
  readonly state: S | null;
  readonly verdict: Verdict;
  readonly answer: Answer;
  /** Rows for the timelines that clients read, in the sequence of the stream. */
  readonly timeline: readonly {
    readonly seq: number;
    readonly type: string;
    readonly at: Instant;
    readonly data: unknown;
  }[];
  /** What was refused and why. It is stored. */
  readonly evidence?: unknown;
  /** What the service should do after the commit. A crash may lose it, so something durable must do the same later. */
  readonly effects?: readonly unknown[];
  /** Events for other states of the service. They are handled right after this one, in order and in the same transaction. */
  readonly forwards?: readonly ForwardedEvent[];
}
export interface ForwardedEvent extends StateKey {
  readonly event: AnyEvent;
  /** It is handled once under this key, as a command is. */
  readonly idempotencyKey?: string | undefined;
  /** Replaces the correlation id of the command in what it leads to. */
  readonly correlationId?: string;
  /** Its answer is the answer of the command. */
  readonly isAnswer?: boolean;
}
/** Names one state of a service. */
export interface StateKey {
  readonly stage: string;
  readonly key: string;
}
/** A state that events are forwarded to, and the idempotency key they are handled under there. */
export interface ForwardTarget extends StateKey {
  readonly idempotencyKey?: string | undefined;
}
/** One name of several parts from outside. No two lists of parts give the same name, whatever characters the parts hold. */
export const joinedName = (...parts: readonly string[]): string => JSON.stringify(parts);
