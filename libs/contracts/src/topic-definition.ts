import { z } from 'zod';

/** The writers of topics. `outside` is any channel or bot; its records are untrusted. */
export type Writer =
  | 'outside'
  | 'gateway'
  | 'sentiment'
  | 'escalation-detection'
  | 'routing'
  | 'queue-wait-estimation'
  | 'outcome-feedback';
export type ServiceName = Exclude<Writer, 'outside'>;

export type KeyField = 'conversationId' | 'poolId' | 'tenantId';

/** Partitions of every topic. The count never changes: task n of a service is partition n of all its inputs. To grow, add a new topic version. */
export const PARTITION_COUNT = 6;

export interface EventDefinition<S extends z.ZodType = z.ZodType> {
  readonly description: string;
  readonly schema: S;
  /** A published example. It has to parse in every later version. */
  readonly sample: z.input<S>;
}

export interface TopicDefinition<
  N extends string = string,
  E extends Record<string, EventDefinition> = Record<string, EventDefinition>,
> {
  readonly name: N;
  readonly writer: Writer;
  /** The data field that is the key of the record. Events of one key are in order. */
  readonly key: KeyField;
  readonly description: string;
  /** Milliseconds a record is kept; -1: for ever. */
  readonly retentionMs: number;
  readonly events: E;
}

export const defineEvent = <S extends z.ZodType>(
  description: string,
  schema: S,
  sample: z.input<S>,
): EventDefinition<S> => ({
  description,
  schema,
  sample,
});

export const defineTopic = <N extends string, E extends Record<string, EventDefinition>>(
  definition: TopicDefinition<N, E>,
) => definition;

export const daysInMs = (n: number): number => n * 24 * 60 * 60 * 1000;
