import type { Cause } from '../codec.ts';
import type { AnyEvent, CommandResult, Context, ForwardTarget, StateKey } from '../decider.ts';

/** A change requested over HTTP or by an event of another service. */
export interface Command extends StateKey {
  readonly event: AnyEvent;
  readonly cause: Cause;
  /** The topic it was read from; absent for a request. */
  readonly topic?: string | undefined;
  /** The same key gets the first answer again, for as long as answers are stored. */
  readonly idempotencyKey?: string;
  /** The rules failed on this tick before: they are not run, and its state is due again at that instant. */
  readonly retryAt?: number;
  /** When a tick was taken in: Context.receivedAt. */
  readonly receivedAt?: number;
  /** States it is likely to forward events to: locked from the start. One missing here costs a second transaction. */
  readonly mayForwardTo?: readonly ForwardTarget[];
}

/** A decider that many writers command: its state rows are locked, not owned. */
export interface CommandStage<S = unknown> {
  readonly name: string;
  readonly step: (state: S | null, event: AnyEvent, context: Context) => CommandResult<S>;
  readonly due: (state: S) => number | null;
  /** Version of the state's shape, 1 if absent. An older row goes through `upcast`; a newer one is refused with `NewerSchemaError`. */
  readonly schema?: number;
  readonly upcast?: (state: unknown, from: number) => S;
}
export const commandStage = <S>(definition: CommandStage<S>): CommandStage => definition as CommandStage;
