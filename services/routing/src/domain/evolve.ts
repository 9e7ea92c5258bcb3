import type { DataOf, Instant } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import {
  changeAgent,
  heardOf,
  missedOne,
  plus,
  presenceChanged,
  released,
  without,
  wrappedUp,
  wrapping,
} from './agents.ts';
import { type CallIndex, callAfter, callBooked, callsDue, isOfCall } from './callbacks.ts';
import type { Doors } from './doors.ts';
import type { Evolve, RoutingEvent } from './events.ts';
import { floorOf } from './floor.ts';
import { momentsBetween } from './moments.ts';
import type { Agent, Alarm, CallbackState, HandoffState, Pool, Request } from './pool.ts';
import { preferring, type QueueIndex } from './queue.ts';
import { type Opening, openingsOf, type Teams, weightIn } from './teams.ts';

const sameSteps = (a: readonly Opening[], b: readonly Opening[]): boolean =>
  a.length === b.length && a.every(({ team, opensAt }, n) => team === b[n]?.team && opensAt === b[n]?.opensAt);

const alarmedBy = (request: Request, alarm: Alarm): Request => ({
  ...request,
  alarmed: [...request.alarmed.filter((known) => known !== alarm), alarm],
});

/** Whom it waits for now: the colleague, or the skill beside those it asks for; without a transfer nobody by name. */
const passedTo = ({ skills }: Request, to: DataOf<'TransferRequested'>['to'] | undefined) => {
  const asked = to?.kind !== 'skill' || skills.some(({ name }) => name === to.id);
  return { skills: asked ? skills : [...skills, { name: to.id, level: 1 }], only: to?.kind === 'agent' ? to.id : null };
};

/** How the state follows from what happened. What decide refused changes nothing here. */
export const evolution = (teams: Teams, index: QueueIndex, calls: CallIndex, doors: Doors): Evolve => {
  const { settings } = teams;
  const { put } = index;

  const passTime = (pool: Pool, at: Instant): Pool => {
    const closed = doors.closedAt(Math.max(at, pool.clock));
    if (at <= pool.clock) return closed === pool.closed ? pool : { ...pool, closed };
    let next: Pool = { ...pool, clock: at, closed };
    for (const { id } of momentsBetween(floorOf(pool.agents).wrapping, -Infinity, at)) next = wrappedUp(next, id, at);
    for (const moment of momentsBetween(index.of(pool).wakes, pool.clock, at)) {
      const row = next.handoffs.get(moment.id);
      if (row === undefined || row.is === 'assigned') continue;
      const request = preferring(settings, row.request, at);
      if (request !== row.request) next = put(next, { ...row, request });
    }
    return callsDue(calls, settings, next, pool.clock);
  };

  const taken = (pool: Pool, data: DataOf<'HandoffReceived'>): Pool => {
    if (pool.handoffs.has(data.handoffId) || pool.callbacks.has(data.handoffId)) return pool;
    const { handoffId, conversationId, requestedAt, subject, type, channel, priority, skills, seniorFirst, language } =
      data;
    const steps = openingsOf(teams, subject, requestedAt);
    const facts = { handoffId, conversationId, requestedAt, subject, type, channel, skills, seniorFirst };
    const weight = weightIn(settings, channel);
    const preferred = data.preferredAgent ?? null;
    const fresh = { preferred, asked: priority, weight, only: null, refusals: [], alarmed: [], heldMs: 0 };
    return put(pool, {
      is: 'waiting',
      request: preferring(settings, { ...facts, ...fresh, language, steps }, pool.clock),
    });
  };

  const returned = (pool: Pool, row: HandoffState, data: DataOf<'HandoffReturned'>): Pool => {
    const { agentId, reason, transfer } = data;
    if (row.is === 'waiting' || row.agentId !== agentId) return pool;
    const refused = reason !== 'agent-disconnected';
    const refusals = row.request.refusals.filter((refusal) => refusal.agentId !== agentId);
    const request: Request = {
      ...row.request,
      ...passedTo(row.request, transfer?.to),
      refusals: refused ? [...refusals, { agentId, at: pool.clock }] : refusals,
      preferred: null,
      heldMs: row.request.heldMs + (row.is === 'assigned' ? Math.max(0, pool.clock - row.assignedAt) : 0),
    };
    const free = released(put(pool, { is: 'waiting', request: preferring(settings, request, pool.clock) }), row);
    return changeAgent(free, agentId, (agent) => {
      if (reason === 'declined') return heardOf(agent, pool.clock);
      return reason === 'timed-out' || reason === 'agent-unresponsive' ? missedOne(settings, agent, pool.clock) : agent;
    });
  };

  const offered = (pool: Pool, row: HandoffState, data: DataOf<'HandoffOfferedToAgent'>): Pool => {
    const { offerId, agentId, team, expiresAt, why } = data;
    const open = put(pool, { is: 'offered', request: row.request, offerId, agentId, team, expiresAt, why });
    return changeAgent(open, agentId, (agent) => ({
      ...agent,
      offers: plus(agent.offers, data.handoffId),
      load: agent.load + row.request.weight,
    }));
  };

  const assigned = (pool: Pool, row: HandoffState, { agentId, team }: DataOf<'HandoffAssigned'>): Pool => {
    const { request } = row;
    const unanswered = { is: 'awaiting-first-response', returnsAt: null } as const;
    const now = { assignedAt: pool.clock, customer: 'here', agent: unanswered } as const;
    const held = put(pool, { is: 'assigned', request, agentId, team, ...now });
    return changeAgent(held, agentId, (agent) => ({
      ...heardOf(agent, pool.clock),
      idleSince: pool.clock,
      offers: without(agent.offers, request.handoffId),
      chats: plus(agent.chats, request.handoffId),
    }));
  };

  const gone = (pool: Pool, row: HandoffState): Pool => index.remove(released(pool, row), row.request.handoffId);

  const changed = (pool: Pool, event: RoutingEvent): Pool => {
    if (event.type === 'Tick') return pool;
    if (event.type === 'AgentPresenceChanged') return presenceChanged(pool, event.data);
    if (event.type === 'HandoffReceived') return taken(pool, event.data);
    if (event.type === 'WrapUpEnded') return wrappedUp(pool, event.data.agentId, pool.clock, event.data.handoffId);
    if (isOfCall(event)) return callAfter(calls, settings, pool, event);
    const row = pool.handoffs.get(event.data.handoffId);
    if (row === undefined) return pool;
    switch (event.type) {
      case 'HandoffQueued':
        return sameSteps(row.request.steps, event.data.steps)
          ? pool
          : put(pool, { ...row, request: { ...row.request, steps: event.data.steps } });
      case 'HandoffOfferedToAgent':
        return offered(pool, row, event.data);
      case 'HandoffAssigned':
        return assigned(pool, row, event.data);
      case 'HandoffReturned':
        return returned(pool, row, event.data);
      case 'TeamUnstaffed':
        return put(pool, {
          ...row,
          request: alarmedBy(row.request, event.data.closed === undefined ? 'unstaffed' : 'closed'),
        });
      case 'HandoffWithdrawalReceived':
      case 'CustomerLeft':
        return row.is === 'assigned' && event.data.reason === 'ended' ? put(pool, { ...row, customer: 'left' }) : pool;
      case 'AgentFirstResponded':
        return row.is === 'assigned' && row.agentId === event.data.agentId
          ? put(pool, { ...row, agent: { is: 'responded' } })
          : pool;
      case 'AgentReminded':
        return row.is === 'assigned'
          ? put(pool, { ...row, agent: { is: 'awaiting-first-response', returnsAt: event.data.returnsAt } })
          : pool;
      case 'CallbackBooked':
        return callBooked(calls, settings, gone(pool, row), row.request, event.data);
      case 'TicketFiled':
      case 'HandoffAbandoned':
        return gone(pool, row);
      case 'HandoffClosed': {
        const { wrapUpUntil } = event.data;
        return wrapUpUntil === undefined ? gone(pool, row) : wrapping(gone(pool, row), row, wrapUpUntil);
      }
      case 'OfferAccepted':
      case 'OfferDeclined':
      case 'HandoffResolved':
      case 'CallbackRequested':
      case 'CallbackWindowsRequested':
      case 'CallbackReported':
      case 'TicketRequested':
      case 'TransferRequested':
      case 'TransferRefused':
        return pool;
    }
  };

  return (pool, event) => changed(passTime(pool, event.at), event);
};

/** A pool begins with the first agent or hand-off heard of. */
export const opened = (event: RoutingEvent): Pool | null => {
  if (event.type !== 'AgentPresenceChanged' && event.type !== 'HandoffReceived') return null;
  const { tenantId, poolId } = event.data;
  return {
    is: 'pool',
    tenantId,
    poolId,
    clock: event.at,
    closed: [],
    agents: Table.of<Agent>(),
    handoffs: Table.of<HandoffState>(),
    callbacks: Table.of<CallbackState>(),
  };
};
