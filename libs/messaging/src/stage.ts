import type { Instant, KeyField, TopicDefinition } from '@warmline/contracts';
import type { AnyEvent, Step } from './decider.ts';

/** One step of a service, with its input topics and the storage of its state. */
export interface Stage<S = unknown> {
  /** Names its states in the database. Never changes. */
  readonly name: string;
  readonly inputs: readonly TopicDefinition[];
  /** The key field of its state. The service does not start if the stage has a state and an input topic has another key. */
  readonly key: KeyField;
  readonly step: Step<S>;
  /** The stage has no state, such as a re-key: none is loaded or written. */
  readonly stateless?: boolean;
  /** Properties of the state that are Tables, which are saved row by row. */
  readonly tables?: readonly string[];
  /** Version of the state's shape. An older row goes through `upcast`; a newer one stops the instance. */
  readonly schema?: number;
  readonly upcast?: (state: unknown, from: number) => S;
  /** The row an input adds to the journal of its key, if any. */
  readonly journal?: (event: AnyEvent) => { readonly seq: number; readonly row: unknown } | null;
  /** The step itself runs due ticks before later inputs, as a join does. The runtime then only fires ticks on their own. */
  readonly ordersTicks?: boolean;
  /**
   * Waits for or attaches data that the step needs besides its inputs. Returns the inputs in the same number and order, before any
   * is folded and outside the transaction. `stateOf` gives the state of a key before the batch, null if it has none. Attached data is
   * not available in a replay, so outputs must contain it. A rejection is an infrastructure failure, not a fault of an input: the
   * batch is retried.
   */
  readonly prepare?: (inputs: readonly Input[], stateOf: (key: string) => S | null) => Promise<readonly Input[]>;
}

/** A decoded and validated input, with the attributes its outputs inherit. */
export interface Input extends AnyEvent {
  readonly key: string;
  readonly tenantId: string;
  readonly correlationId: string;
  readonly traceparent: string | undefined;
}

/** An input and its outputs, for projections, which write query tables in the same transaction. */
export interface ProcessedEvent {
  readonly stage: string;
  readonly key: string;
  readonly at: Instant;
  /** When the runtime received the input: see Context.receivedAt. */
  readonly receivedAt?: Instant | undefined;
  readonly input: AnyEvent;
  readonly outputs: readonly { readonly id: string; readonly type: string; readonly data: unknown }[];
}

export const stage = <S>(definition: Stage<S>): Stage => definition as Stage;

/** Faults in the wiring of a service, as messages; empty = none. */
export const wiringFaults = (
  service: string,
  stages: readonly Stage[],
  topics: readonly TopicDefinition[],
): string[] => {
  const faults: string[] = [];
  for (const t of topics) {
    const readers = stages.filter((s) => s.inputs.includes(t));
    if (readers.length !== 1) faults.push(`${service}: ${t.name} is read by ${readers.length} stages, not by one`);
  }
  for (const s of stages) {
    for (const t of s.inputs) {
      if (!topics.includes(t)) faults.push(`${service}/${s.name}: ${t.name} is not among the service's subscriptions`);
      if (!s.stateless && t.key !== s.key)
        faults.push(
          `${service}/${s.name}: its state is keyed by ${s.key}, ${t.name} by ${t.key}; put a re-key stage between`,
        );
    }
  }
  return faults;
};
