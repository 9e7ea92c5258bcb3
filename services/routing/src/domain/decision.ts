import type { EventOf, Instant } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { entriesBetween } from '@warmline/messaging/ordered-set';
import { agentIndexOf } from './agent-index.ts';
import type { Evolve, RoutingOutput } from './events.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import type { HandoffRequest, HandoffState, Pool } from './pool.ts';
import type { RoutingSettings } from './teams.ts';

/** One decision in progress: what it has emitted so far, and the pool after that. */
export interface Decision {
  readonly pool: () => Pool;
  /** When the runtime took the input in, if that was more than half of `offerTimeoutSeconds` after the time of the input; null otherwise. */
  readonly receivedLateAt: Instant | null;
  /** Adds an output and applies it to the pool. */
  readonly emit: (output: Output<RoutingOutput>) => void;
  readonly outputs: readonly Output<RoutingOutput>[];
}

export const createDecision = (start: Pool, evolve: Evolve, receivedLateAt: Instant | null): Decision => {
  let pool = start;
  const outputs: Output<RoutingOutput>[] = [];
  return {
    outputs,
    receivedLateAt,
    pool: () => pool,
    emit: (output) => {
      outputs.push(output);
      const event = { type: output.type, data: output.data, id: '', at: pool.clock } as EventOf<RoutingOutput>;
      pool = evolve(pool, event);
    },
  };
};

export type Unassigned = Exclude<HandoffState, { is: 'assigned' }>;

/** The ids that every event about a hand-off carries. */
export const handoffIds = ({ poolId, tenantId }: Pool, { handoffId, conversationId }: HandoffRequest) => ({
  poolId,
  tenantId,
  handoffId,
  conversationId,
});

/** The open agent offer of a hand-off, for an event that ends both: the desk of that agent learns of it. */
export const openOfferOf = (row: HandoffState): { agentId: string; offerId: string } | object =>
  row.is === 'offered' ? { agentId: row.agentId, offerId: row.offerId } : {};

/** The hand-off of a customer who still waits for an agent, or why there is none. */
export const findUnassigned = (pool: Pool, handoffId: string): Unassigned | string => {
  const row = pool.handoffs.get(handoffId);
  if (row === undefined) return 'unknown hand-off';
  return row.is === 'assigned' ? 'an agent already has the hand-off' : row;
};

/** When the first team of a request is open: now, or at its next opening; null when none opens within 400 days. */
export const nextOpeningFor = (request: HandoffRequest, schedule: OpeningSchedule, now: Instant): Instant | null =>
  schedule.nextToOpen(
    request.steps.map(({ team }) => team),
    now,
  )?.opensAt ?? null;

/** Ids of the hand-offs and callbacks held by agents who have been offline for `disconnectGraceSeconds`. */
export const heldByDisconnected = (
  { agents, clock }: Pool,
  { disconnectGraceSeconds }: RoutingSettings,
): readonly string[] =>
  entriesBetween(agentIndexOf(agents).disconnected, -Infinity, clock - disconnectGraceSeconds * 1000).flatMap(
    ({ id }) => agents.get(id)?.assignedHandoffs ?? [],
  );
