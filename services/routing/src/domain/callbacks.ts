import type { DataOf, Heard, Instant } from '@warmline/contracts';
import { changeAgent, missedOne, plus, without } from './agents.ts';
import { momentsBetween } from './moments.ts';
import type { Agent, Call, CallbackState, Pool, Request } from './pool.ts';
import { openingsFor, preferring, type RowIndex, rowIndex } from './queue.ts';
import { type RoutingSettings, type Teams, weightIn } from './teams.ts';

/** What is told of a callback after it was booked. */
export type CallOutput =
  | 'CallbackWindowsOffered'
  | 'CallbackRefused'
  | 'CallbackAssigned'
  | 'CallbackReturned'
  | 'CallbackAttempted'
  | 'CallbackOverdue'
  | 'CallbackEnded';

const outputs: ReadonlySet<string> = new Set<CallOutput>([
  'CallbackWindowsOffered',
  'CallbackRefused',
  'CallbackAssigned',
  'CallbackReturned',
  'CallbackAttempted',
  'CallbackOverdue',
  'CallbackEnded',
]);

export const isOfCall = (event: { readonly type: string }): event is Heard<CallOutput> => outputs.has(event.type);

/** Beside the queue, the callbacks: lines of those whose time has come. */
export type CallIndex = RowIndex<CallbackState>;

/** Nobody has called yet, and it was not said. */
export const mayBreak = ({ attempts, overdue }: Call): boolean => attempts === 0 && !overdue;

const deadlinesOf = (_: Teams, row: CallbackState): Instant[] => {
  if (row.is !== 'assigned') return mayBreak(row.call) ? [row.call.by] : [];
  return row.expiresAt === null ? [] : [row.expiresAt];
};

const openingsOf = ({ settings }: Teams, row: CallbackState): Instant[] => {
  if (row.is === 'assigned') return [];
  return row.is === 'planned' ? [row.call.from] : openingsFor(settings, row.request);
};

export const callIndex = (teams: Teams): CallIndex =>
  rowIndex(teams, {
    tableOf: ({ callbacks }) => callbacks,
    with: (pool, callbacks) => ({ ...pool, callbacks }),
    deadlinesOf,
    openingsOf,
  });

/** A call takes of an agent's capacity what a hand-off of the channel phone does. */
export const asCall = (settings: RoutingSettings, request: Request): Request => ({
  ...request,
  channel: 'phone',
  weight: weightIn(settings, 'phone'),
});

const stand = (settings: RoutingSettings, { clock }: Pool, request: Request, call: Call): CallbackState => ({
  is: call.from > clock ? 'planned' : 'waiting',
  request: preferring(settings, request, clock),
  call,
});

/** Those whose time came between `before` and the pool's clock, and those for whom who is preferred was asked alone until then. */
export const callsDue = (index: CallIndex, settings: RoutingSettings, pool: Pool, before: Instant): Pool =>
  momentsBetween(index.of(pool).wakes, before, pool.clock).reduce((next, { id }) => {
    const row = next.callbacks.get(id);
    if (row === undefined || row.is === 'assigned') return next;
    const now = stand(settings, next, row.request, row.call);
    return now.is === row.is && now.request === row.request ? next : index.put(next, now);
  }, pool);

export const callBooked = (
  index: CallIndex,
  settings: RoutingSettings,
  pool: Pool,
  request: Request,
  data: DataOf<'CallbackBooked'>,
): Pool => {
  const from = data.notBefore ?? pool.clock;
  const slot = data.scheduled === true ? from : null;
  const call = { phone: data.phone ?? null, slot, from, by: data.dueBy, attempts: 0, overdue: false };
  // A slot is promised by all who may serve it, not by the colleague it was transferred to.
  const asked = slot === null ? request : { ...request, only: null };
  return index.put(pool, stand(settings, pool, asCall(settings, asked), call));
};

/** Takes a callback off whoever has it. */
const freed = (pool: Pool, row: CallbackState, change: (agent: Agent) => Agent = (agent) => agent): Pool =>
  row.is !== 'assigned'
    ? pool
    : changeAgent(pool, row.agentId, (agent) =>
        change({
          ...agent,
          chats: without(agent.chats, row.request.handoffId),
          load: agent.load - row.request.weight,
          idleSince: pool.clock,
        }),
      );

const returned = (
  index: CallIndex,
  settings: RoutingSettings,
  pool: Pool,
  row: CallbackState,
  { agentId, reason }: DataOf<'CallbackReturned'>,
): Pool => {
  const { request, call } = row;
  const refusals = request.refusals.filter((refusal) => refusal.agentId !== agentId);
  const asked = reason === 'timed-out' ? [...refusals, { agentId, at: pool.clock }] : refusals;
  const back = { ...request, refusals: asked, only: null, preferred: null };
  return freed(index.put(pool, stand(settings, pool, back, call)), row, (agent) =>
    reason === 'timed-out' ? missedOne(settings, agent, pool.clock) : agent,
  );
};

const attempted = (
  index: CallIndex,
  settings: RoutingSettings,
  pool: Pool,
  row: CallbackState,
  { attempt, outcome: result, retryAt: again }: DataOf<'CallbackAttempted'>,
): Pool => {
  const { request } = row;
  const call = { ...row.call, attempts: attempt };
  if (again !== undefined)
    return freed(index.put(pool, stand(settings, pool, request, { ...call, from: again })), row, (agent) => ({
      ...agent,
      missed: 0,
    }));
  if (row.is !== 'assigned') return pool;
  return index.put(pool, { ...row, call, expiresAt: result === 'reached' ? null : row.expiresAt });
};

/** How the state follows from what was told of a callback. */
export const callAfter = (index: CallIndex, settings: RoutingSettings, pool: Pool, event: Heard<CallOutput>): Pool => {
  const row = pool.callbacks.get(event.data.handoffId);
  if (row === undefined) return pool;
  const { request, call } = row;
  switch (event.type) {
    case 'CallbackWindowsOffered':
    case 'CallbackRefused':
      return pool;
    case 'CallbackAssigned': {
      const { agentId, expiresAt } = event.data;
      return changeAgent(index.put(pool, { is: 'assigned', request, call, agentId, expiresAt }), agentId, (agent) => ({
        ...agent,
        idleSince: pool.clock,
        chats: plus(agent.chats, request.handoffId),
        load: agent.load + request.weight,
      }));
    }
    case 'CallbackReturned':
      return returned(index, settings, pool, row, event.data);
    case 'CallbackAttempted':
      return attempted(index, settings, pool, row, event.data);
    case 'CallbackOverdue':
      return index.put(pool, { ...row, call: { ...call, overdue: true } });
    case 'CallbackEnded':
      return index.remove(
        freed(pool, row, (agent) => ({ ...agent, missed: 0 })),
        request.handoffId,
      );
  }
};
