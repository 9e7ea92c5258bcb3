import type { Instant, ServiceName } from '@warmline/contracts';
import type { Answer, AnyEvent, ConsumerRecord, MemoryExecutorStore, MemoryStore } from '@warmline/messaging';

/** An input of a service as a commit that landed folded it, in the order of the commits. */
export interface AppliedInput {
  readonly stage: string;
  readonly key: string;
  /** When it was taken in, by the clock of who did. */
  readonly arrived?: Instant | undefined;
  readonly input: AnyEvent;
  readonly outputs: readonly { readonly id: string; readonly type: string; readonly data: unknown }[];
}

/** What one client asked for, under one idempotency key, with every answer that any of its attempts got. */
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

/** A message of a channel that came by the log. */
export interface Delivery {
  readonly conversationId: string;
  readonly externalMessageId: string;
  readonly text: string;
}

export interface ServiceData {
  readonly memory: MemoryStore;
  readonly executor?: MemoryExecutorStore;
  readonly appliedInputs: readonly AppliedInput[];
}

/** Everything that can be known of a run when it is over. */
export interface History {
  readonly requests: readonly Request[];
  readonly deliveries: readonly Delivery[];
  /** Every record of every topic, by topic and partition, in the order of the log. */
  readonly records: ReadonlyMap<string, readonly (readonly ConsumerRecord[])[]>;
  readonly services: ReadonlyMap<ServiceName, ServiceData>;
  readonly capacity: ReadonlyMap<string, number>;
  /** The end, by the true clock. */
  readonly end: number;
  /** From then on nobody is at a desk: what time alone hands over, or the network repeats a day later, nobody works off. */
  readonly unstaffedFrom: number;
}
