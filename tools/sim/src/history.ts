import type { Instant, ServiceName } from '@warmline/contracts';
import type { Answer, AnyEvent, ConsumerRecord, MemoryExecutorStore, MemoryStore } from '@warmline/messaging';

/** An input of a service that a committed batch folded, in the order of the commits. */
export interface AppliedInput {
  readonly stage: string;
  readonly key: string;
  /** When the host received it, by that host's clock. */
  readonly arrived?: Instant | undefined;
  readonly input: AnyEvent;
  readonly outputs: readonly { readonly id: string; readonly type: string; readonly data: unknown }[];
}

/** One request under one idempotency key, with the answers of all its attempts. */
export interface Request {
  readonly n: number;
  readonly stage: string;
  readonly key: string;
  readonly type: string;
  readonly data: unknown;
  readonly idempotencyKey: string;
  readonly askedAt: number;
  attempts: number;
  answeredAt: number | null;
  readonly answers: Answer[];
}

/** A message that a channel published to the ingress topic. */
export interface Delivery {
  /** The address of its conversation. */
  readonly address: string;
  readonly externalMessageId: string;
  readonly text: string;
}

export interface ServiceData {
  readonly memory: MemoryStore;
  readonly executor?: MemoryExecutorStore;
  readonly appliedInputs: readonly AppliedInput[];
}

/** Everything known about a run when it has ended. */
export interface History {
  readonly requests: readonly Request[];
  readonly deliveries: readonly Delivery[];
  /** Every record of every topic, by topic and partition, in the order of the log. */
  readonly records: ReadonlyMap<string, readonly (readonly ConsumerRecord[])[]>;
  readonly services: ReadonlyMap<ServiceName, ServiceData>;
  readonly capacity: ReadonlyMap<string, number>;
  /** The end of the run, by the true clock. */
  readonly end: number;
  /** From this instant no agent works: hand-offs that start later, by a timer or a late repeat, need not end. */
  readonly unstaffedFrom: number;
}
