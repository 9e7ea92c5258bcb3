import type { topics } from '@warmline/contracts';
import { type LogPosition, positionOf, type Violation, violation } from './history-violation.ts';

/** An event of `handoff.routing.v1`, as far as the lifecycle of its hand-off goes. */
export interface LifecycleEvent extends LogPosition {
  readonly type: string;
  readonly data: {
    readonly handoffId?: string;
    readonly agentId?: string;
    readonly reason?: string;
    /** Of a call attempt: its number, from 1, and when the customer is called again. */
    readonly attempt?: number;
    readonly retryAt?: number;
  };
}

export type HandoffState =
  | { readonly is: 'unknown' | 'booked' | 'ended' }
  | { readonly is: 'queued'; readonly transferred: boolean; readonly hadBy: readonly string[] }
  | {
      readonly is: 'offered' | 'assigned' | 'calling';
      readonly agentId: string;
      /** The agents who had the hand-off before. */
      readonly hadBy: readonly string[];
    };

export interface LifecycleLimits {
  /** Conversations and calls an agent may have at once. */
  readonly capacityOf: (agentId: string) => number;
  readonly callbackAttempts: number;
}

type RoutingEventType = keyof (typeof topics.routing)['events'];

const UNKNOWN: HandoffState = { is: 'unknown' };
const FINAL_EVENTS: ReadonlySet<string> = new Set<RoutingEventType>([
  'HandoffClosed',
  'HandoffAbandoned',
  'CallbackBooked',
  'TicketFiled',
]);
const ONCE_EVENTS: ReadonlySet<string> = new Set<RoutingEventType>([
  'CallbackOverdue',
  'CallbackBooked',
  'CallbackEnded',
]);

/** True where the hand-off needs no agent any more; a callback ends later, by an event of its own. */
export const isSettled = ({ is }: HandoffState): boolean => is === 'booked' || is === 'calling' || is === 'ended';
/** True for an event that ends a hand-off or makes it a callback. */
export const isFinalEvent = ({ type }: { readonly type: string }): boolean => FINAL_EVENTS.has(type);

/** The state after a legal event; `null` for an illegal one. */
const nextState = (state: HandoffState, { type, data }: LifecycleEvent): HandoffState | null => {
  const { agentId = '' } = data;
  const isWaiting = state.is === 'queued' || state.is === 'offered';
  const isTheirs = 'agentId' in state && state.agentId === agentId;
  const hadBy = 'hadBy' in state ? state.hadBy : [];
  const isTheirCall = state.is === 'calling' && isTheirs;
  switch (type) {
    case 'HandoffQueued':
      // A transfer returns the hand-off and queues it again.
      return state.is === 'unknown' || (state.is === 'queued' && state.transferred)
        ? { is: 'queued', transferred: false, hadBy }
        : null;
    case 'HandoffOfferedToAgent':
      return state.is === 'queued' ? { is: 'offered', agentId, hadBy } : null;
    case 'HandoffAssigned':
      return state.is === 'offered' && isTheirs ? { is: 'assigned', agentId, hadBy } : null;
    case 'HandoffReturned':
      return (state.is === 'offered' || state.is === 'assigned') && isTheirs
        ? {
            is: 'queued',
            transferred: data.reason === 'transferred',
            hadBy: state.is === 'assigned' ? [...hadBy, agentId] : hadBy,
          }
        : null;
    case 'HandoffClosed':
      // An agent may resolve it while it goes back to the queue.
      return (state.is === 'assigned' && isTheirs) || (isWaiting && hadBy.includes(agentId)) ? { is: 'ended' } : null;
    case 'HandoffAbandoned':
    case 'TicketFiled':
      return isWaiting ? { is: 'ended' } : null;
    case 'CallbackBooked':
      return isWaiting ? { is: 'booked' } : null;
    case 'CallbackAssigned':
      return state.is === 'booked' ? { is: 'calling', agentId, hadBy } : null;
    case 'CallbackReturned':
      return isTheirCall ? { is: 'booked' } : null;
    case 'CallbackAttempted':
      if (!isTheirCall) return null;
      return data.retryAt === undefined ? state : { is: 'booked' };
    case 'CallbackOverdue':
      return state.is === 'booked' ? state : null;
    case 'CallbackEnded':
      return state.is === 'booked' || isTheirCall ? { is: 'ended' } : null;
    default:
      return state.is === 'unknown' ? null : state;
  }
};

const isRepeat = (state: HandoffState, type: string): boolean =>
  (type === 'HandoffQueued' && state.is !== 'unknown') ||
  (FINAL_EVENTS.has(type) && isSettled(state)) ||
  (type === 'CallbackEnded' && state.is === 'ended');

/**
 * Every hand-off goes through legal states, has one agent at a time and ends once; no agent has more than their capacity; a callback
 * is tried in order and a bounded number of times. An illegal event leaves the state as it was.
 */
export const handoffLifecycles = (
  events: Iterable<LifecycleEvent>,
  { capacityOf, callbackAttempts }: LifecycleLimits,
): { readonly states: ReadonlyMap<string, HandoffState>; readonly violations: readonly Violation[] } => {
  const states = new Map<string, HandoffState>();
  const counts = new Map<string, number>();
  const loads = new Map<string, number>();
  const violations: Violation[] = [];
  const addLoad = (state: HandoffState, more: number): void => {
    if ('agentId' in state) loads.set(state.agentId, (loads.get(state.agentId) ?? 0) + more);
  };
  for (const event of events) {
    const { type, data } = event;
    const { handoffId, agentId } = data;
    if (handoffId === undefined) continue;
    const where = [positionOf(event)];
    const before = states.get(handoffId) ?? UNKNOWN;
    const count = (counts.get(`${handoffId} ${type}`) ?? 0) + 1;
    counts.set(`${handoffId} ${type}`, count);
    if (type === 'CallbackAttempted' && (data.attempt !== count || count > callbackAttempts))
      violations.push(
        violation('doubled', 'callback', `hand-off ${handoffId}: call ${data.attempt} after ${count - 1} calls`, where),
      );
    const state = nextState(before, event);
    if (state === null || (ONCE_EVENTS.has(type) && count > 1)) {
      const kind = isRepeat(before, type) || state !== null ? 'doubled' : 'outOfOrder';
      const owner = 'agentId' in before ? ` with ${before.agentId}` : '';
      const what = `hand-off ${handoffId}: ${type} of ${agentId ?? 'no agent'} while it is ${before.is}${owner}`;
      violations.push(violation(kind, 'handoff-lifecycle', what, where));
    }
    if (state === null) continue;
    states.set(handoffId, state);
    addLoad(before, -1);
    addLoad(state, 1);
    if (!('agentId' in state)) continue;
    const [load, capacity] = [loads.get(state.agentId) ?? 0, capacityOf(state.agentId)];
    if (load > capacity)
      violations.push(
        violation(
          'doubled',
          'agent-capacity',
          `${state.agentId} has ${load} hand-offs, ${capacity} at most, after ${type} of ${handoffId}`,
          where,
        ),
      );
  }
  return { states, violations };
};
