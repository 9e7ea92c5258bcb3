import type { Instant, KeyField, TopicDefinition } from '@warmline/contracts';
import type { AnyEvent, Step } from './decider.ts';

/** One decider of a service, with what it reads and how its state is kept. */
export interface Stage<S = unknown> {
  /** Names its states in the database; never changes. */
  readonly name: string;
  readonly inputs: readonly TopicDefinition[];
  /** The field its state is keyed by; start fails where an input topic has another key and the stage has a state. */
  readonly key: KeyField;
  readonly step: Step<S>;
  /** Re-keys or passes on: no state is loaded or written. */
  readonly stateless?: boolean;
  /** Properties of the state that are Tables: saved row by row. */
  readonly tables?: readonly string[];
  /** Version of the state's shape; an older row goes through `upcast`, a newer one makes the instance refuse the task. */
  readonly schema?: number;
  readonly upcast?: (state: unknown, from: number) => S;
  /** The row an input leaves in the key's journal, if any. */
  readonly journal?: (event: AnyEvent) => { readonly seq: number; readonly row: unknown } | null;
  /** The step itself puts due ticks before later inputs (a join does): the runtime only wakes it. */
  readonly ordersTicks?: boolean;
  /**
   * Waits for, or attaches, what the step needs beside a batch's inputs: answers them in the same number and order, before any
   * is folded and outside the transaction. What it attaches is gone at a replay, so the outputs must tell it. A rejection is a
   * fault of the world, not of an input: the batch is tried again.
   */
  readonly prepare?: (inputs: readonly Input[]) => Promise<readonly Input[]>;
}

/** An input after the edge: checked, with what its outputs inherit. */
export interface Input extends AnyEvent {
  readonly key: string;
  readonly tenantId: string;
  readonly correlationId: string;
  readonly traceparent: string | undefined;
}

/** What a batch made: the projections of a service write it to tables of their own, in the same transaction. */
export interface ProcessedEvent {
  readonly stage: string;
  readonly key: string;
  readonly at: Instant;
  /** When the runtime took the input in: what its decision may have depended on beside the input. */
  readonly receivedAt?: Instant | undefined;
  readonly input: AnyEvent;
  readonly outputs: readonly { readonly id: string; readonly type: string; readonly data: unknown }[];
}

export const stage = <S>(definition: Stage<S>): Stage => definition as Stage;

/** Faults of a service's wiring, in words; empty = sound. */
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
