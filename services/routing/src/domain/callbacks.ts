import type { DataOf, EventOf, EventType, Instant } from '@warmline/contracts';
import { entriesBetween } from '@warmline/messaging/ordered-set';
import { recordMiss, updateAgent, withId, withoutId } from './agents.ts';
import type { Agent, CallbackState, HandoffRequest, Pool, PromisedCall } from './pool.ts';
import { createRowIndex, eligibilityChanges, expirePreference, type RowIndex } from './queue.ts';
import { channelWeight, type RoutingSettings, type Teams } from './teams.ts';

/** Events about a callback after it was booked. */
export const callbackEvents = [
  'CallbackWindowsOffered',
  'CallbackRefused',
  'CallbackAssigned',
  'CallbackReturned',
  'CallbackAttempted',
  'CallbackOverdue',
  'CallbackEnded',
] as const satisfies readonly EventType[];
export type CallbackEvent = (typeof callbackEvents)[number];

const callbackEventTypes: ReadonlySet<string> = new Set(callbackEvents);

export const isCallbackEvent = (event: { readonly type: string }): event is EventOf<CallbackEvent> =>
  callbackEventTypes.has(event.type);

/** The queue lines and timers of callbacks. Only callbacks whose time has come are in a line. */
export type CallbackIndex = RowIndex<CallbackState>;

/** True while nobody has called and CallbackOverdue was not emitted. */
export const canBecomeOverdue = ({ attempts, overdueReported }: PromisedCall): boolean =>
  attempts === 0 && !overdueReported;

const deadlinesOf = (_: Teams, row: CallbackState): Instant[] => {
  if (row.is !== 'assigned') return canBecomeOverdue(row.call) ? [row.call.dueBy] : [];
  return row.expiresAt === null ? [] : [row.expiresAt];
};

const eligibilityChangesOf = ({ settings }: Teams, row: CallbackState): Instant[] => {
  if (row.is === 'assigned') return [];
  return row.is === 'planned' ? [row.call.notBefore] : eligibilityChanges(settings, row.request);
};

export const createCallbackIndex = (teams: Teams): CallbackIndex =>
  createRowIndex(teams, {
    tableOf: ({ callbacks }) => callbacks,
    withRows: (pool, callbacks) => ({ ...pool, callbacks }),
    deadlinesOf,
    eligibilityChangesOf,
  });

/** A call uses as much capacity as a hand-off of the channel `phone`. */
export const asCallbackRequest = (settings: RoutingSettings, request: HandoffRequest): HandoffRequest => ({
  ...request,
  channel: 'phone',
  weight: channelWeight(settings, 'phone'),
});

const queuedState = (
  settings: RoutingSettings,
  { clock }: Pool,
  request: HandoffRequest,
  call: PromisedCall,
): CallbackState => ({
  is: call.notBefore > clock ? 'planned' : 'waiting',
  request: expirePreference(settings, request, clock),
  call,
});

/** Updates callbacks whose time came, or whose preference for an agent expired, between `before` and the pool's clock. */
export const advanceCallbacks = (index: CallbackIndex, settings: RoutingSettings, pool: Pool, before: Instant): Pool =>
  entriesBetween(index.of(pool).timers, before, pool.clock).reduce((next, { id }) => {
    const row = next.callbacks.get(id);
    if (row === undefined || row.is === 'assigned') return next;
    const now = queuedState(settings, next, row.request, row.call);
    return now.is === row.is && now.request === row.request ? next : index.put(next, now);
  }, pool);

export const applyBooked = (
  index: CallbackIndex,
  settings: RoutingSettings,
  pool: Pool,
  request: HandoffRequest,
  data: DataOf<'CallbackBooked'>,
): Pool => {
  const notBefore = data.notBefore ?? pool.clock;
  const windowStart = data.scheduled === true ? notBefore : null;
  const call = {
    phone: data.phone ?? null,
    windowStart,
    notBefore,
    dueBy: data.dueBy,
    attempts: 0,
    overdueReported: false,
  };
  // A call in a chosen window may be made by any eligible agent, not only by the colleague it was transferred to.
  const booked = windowStart === null ? request : { ...request, transferredTo: null };
  return index.put(pool, queuedState(settings, pool, asCallbackRequest(settings, booked), call));
};

/** Frees the agent who has the callback. */
const releaseCallback = (pool: Pool, row: CallbackState, change: (agent: Agent) => Agent = (agent) => agent): Pool =>
  row.is !== 'assigned'
    ? pool
    : updateAgent(pool, row.agentId, (agent) =>
        change({
          ...agent,
          assignedHandoffs: withoutId(agent.assignedHandoffs, row.request.handoffId),
          load: agent.load - row.request.weight,
          idleSince: pool.clock,
        }),
      );

const applyReturned = (
  index: CallbackIndex,
  settings: RoutingSettings,
  pool: Pool,
  row: CallbackState,
  { agentId, reason }: DataOf<'CallbackReturned'>,
): Pool => {
  const { request, call } = row;
  const otherDeclines = request.declines.filter((decline) => decline.agentId !== agentId);
  const missed = { agentId, at: pool.clock, reason: 'unanswered' } as const;
  const declines = reason === 'timed-out' ? [...otherDeclines, missed] : otherDeclines;
  const returned = { ...request, declines, transferredTo: null, preferredAgentId: null };
  return releaseCallback(index.put(pool, queuedState(settings, pool, returned, call)), row, (agent) =>
    reason === 'timed-out' ? recordMiss(settings, agent, pool.clock) : agent,
  );
};

const applyAttempted = (
  index: CallbackIndex,
  settings: RoutingSettings,
  pool: Pool,
  row: CallbackState,
  { attempt, outcome, retryAt }: DataOf<'CallbackAttempted'>,
): Pool => {
  const { request } = row;
  const call = { ...row.call, attempts: attempt };
  if (retryAt !== undefined)
    return releaseCallback(
      index.put(pool, queuedState(settings, pool, request, { ...call, notBefore: retryAt })),
      row,
      (agent) => ({
        ...agent,
        consecutiveMisses: 0,
      }),
    );
  if (row.is !== 'assigned') return pool;
  return index.put(pool, { ...row, call, expiresAt: outcome === 'reached' ? null : row.expiresAt });
};

/** Applies an event about a callback to the pool. */
export const evolveCallback = (
  index: CallbackIndex,
  settings: RoutingSettings,
  pool: Pool,
  event: EventOf<CallbackEvent>,
): Pool => {
  const row = pool.callbacks.get(event.data.handoffId);
  if (row === undefined) return pool;
  const { request, call } = row;
  switch (event.type) {
    case 'CallbackWindowsOffered':
    case 'CallbackRefused':
      return pool;
    case 'CallbackAssigned': {
      const { agentId, expiresAt } = event.data;
      return updateAgent(index.put(pool, { is: 'assigned', request, call, agentId, expiresAt }), agentId, (agent) => ({
        ...agent,
        idleSince: pool.clock,
        assignedHandoffs: withId(agent.assignedHandoffs, request.handoffId),
        load: agent.load + request.weight,
      }));
    }
    case 'CallbackReturned':
      return applyReturned(index, settings, pool, row, event.data);
    case 'CallbackAttempted':
      return applyAttempted(index, settings, pool, row, event.data);
    case 'CallbackOverdue':
      return index.put(pool, { ...row, call: { ...call, overdueReported: true } });
    case 'CallbackEnded':
      return index.remove(
        releaseCallback(pool, row, (agent) => ({ ...agent, consecutiveMisses: 0 })),
        request.handoffId,
      );
  }
};
