import type { DataOf, Instant } from '@warmline/contracts';
import { entriesBetween } from '@warmline/messaging/ordered-set';
import { Table } from '@warmline/messaging/table';
import { agentIndexOf } from './agent-index.ts';
import {
  applyPresence,
  endWrapUps,
  recordMiss,
  recordResponse,
  releaseHandoff,
  startWrapUp,
  updateAgent,
  withId,
  withoutId,
} from './agents.ts';
import { advanceCallbacks, applyBooked, type CallbackIndex, evolveCallback, isCallbackEvent } from './callbacks.ts';
import type { Evolve, RoutingEvent } from './events.ts';
import type { OpeningSchedule } from './opening-schedule.ts';
import type { Agent, Alarm, CallbackState, Decline, HandoffRequest, HandoffState, Pool } from './pool.ts';
import { expirePreference, type QueueIndex } from './queue.ts';
import { channelWeight, type ScheduledStep, scheduleSteps, type Teams } from './teams.ts';

const stepsEqual = (a: readonly ScheduledStep[], b: readonly ScheduledStep[]): boolean =>
  a.length === b.length && a.every(({ team, opensAt }, n) => team === b[n]?.team && opensAt === b[n]?.opensAt);

/** What a return says of the agent; null where it was not the agent's choice. */
const declineReasons: Readonly<Record<DataOf<'HandoffReturned'>['reason'], Decline['reason'] | null>> = {
  declined: 'declined',
  transferred: 'transferred',
  'timed-out': 'unanswered',
  'agent-unresponsive': 'unanswered',
  'agent-disconnected': null,
};

const withAlarm = (request: HandoffRequest, alarm: Alarm): HandoffRequest => ({
  ...request,
  raisedAlarms: [...request.raisedAlarms.filter((known) => known !== alarm), alarm],
});

/** What a transfer adds: the colleague it waits for, or a required skill. A return without a transfer clears the colleague. */
const transferTarget = ({ skills }: HandoffRequest, to: DataOf<'TransferRequested'>['to'] | undefined) => {
  const isRequired = to?.kind !== 'skill' || skills.some(({ name }) => name === to.id);
  return {
    skills: isRequired ? skills : [...skills, { name: to.id, level: 1 }],
    transferredTo: to?.kind === 'agent' ? to.id : null,
  };
};

/** Applies inputs and outputs to a pool. An input that `decide` refused only moves the clock. */
export const createEvolve = (
  teams: Teams,
  index: QueueIndex,
  callbackIndex: CallbackIndex,
  schedule: OpeningSchedule,
): Evolve => {
  const { settings } = teams;
  const { put } = index;

  const advanceClock = (pool: Pool, at: Instant): Pool => {
    const closed = schedule.closedTeamsAt(Math.max(at, pool.clock));
    if (at <= pool.clock) return closed === pool.closed ? pool : { ...pool, closed };
    let next: Pool = { ...pool, clock: at, closed };
    for (const { id } of entriesBetween(agentIndexOf(pool.agents).wrappingUp, -Infinity, at))
      next = endWrapUps(next, id, at);
    for (const entry of entriesBetween(index.of(pool).timers, pool.clock, at)) {
      const row = next.handoffs.get(entry.id);
      if (row === undefined || row.is === 'assigned') continue;
      const request = expirePreference(settings, row.request, at);
      if (request !== row.request) next = put(next, { ...row, request });
    }
    return advanceCallbacks(callbackIndex, settings, next, pool.clock);
  };

  const applyReceived = (pool: Pool, data: DataOf<'HandoffReceived'>): Pool => {
    if (pool.handoffs.has(data.handoffId) || pool.callbacks.has(data.handoffId)) return pool;
    const { handoffId, conversationId, requestedAt, subject, type, channel, priority, skills, seniorFirst, language } =
      data;
    const steps = scheduleSteps(teams, subject, requestedAt);
    const facts = { handoffId, conversationId, requestedAt, subject, type, channel, skills, seniorFirst };
    const weight = channelWeight(settings, channel);
    const preferredAgentId = data.preferredAgent ?? null;
    const initial = {
      preferredAgentId,
      requestedPriority: priority,
      weight,
      transferredTo: null,
      declines: [],
      raisedAlarms: [],
      priorHandleMs: 0,
    };
    return put(pool, {
      is: 'waiting',
      request: expirePreference(settings, { ...facts, ...initial, language, steps }, pool.clock),
    });
  };

  const applyReturned = (pool: Pool, row: HandoffState, data: DataOf<'HandoffReturned'>): Pool => {
    const { agentId, reason, transfer } = data;
    if (row.is === 'waiting' || row.agentId !== agentId) return pool;
    const declineReason = declineReasons[reason];
    const otherDeclines = row.request.declines.filter((decline) => decline.agentId !== agentId);
    const request: HandoffRequest = {
      ...row.request,
      ...transferTarget(row.request, transfer?.to),
      declines:
        declineReason === null ? otherDeclines : [...otherDeclines, { agentId, at: pool.clock, reason: declineReason }],
      preferredAgentId: null,
      priorHandleMs: row.request.priorHandleMs + (row.is === 'assigned' ? Math.max(0, pool.clock - row.assignedAt) : 0),
    };
    const requeued = releaseHandoff(
      put(pool, { is: 'waiting', request: expirePreference(settings, request, pool.clock) }),
      row,
    );
    return updateAgent(requeued, agentId, (agent) => {
      if (reason === 'declined') return recordResponse(agent, pool.clock);
      return reason === 'timed-out' || reason === 'agent-unresponsive'
        ? recordMiss(settings, agent, pool.clock)
        : agent;
    });
  };

  const applyOffered = (pool: Pool, row: HandoffState, data: DataOf<'HandoffOfferedToAgent'>): Pool => {
    const { offerId, agentId, team, expiresAt, why } = data;
    const open = put(pool, { is: 'offered', request: row.request, offerId, agentId, team, expiresAt, why });
    return updateAgent(open, agentId, (agent) => ({
      ...agent,
      offeredHandoffs: withId(agent.offeredHandoffs, data.handoffId),
      load: agent.load + row.request.weight,
    }));
  };

  const applyAssigned = (pool: Pool, row: HandoffState, { agentId, team }: DataOf<'HandoffAssigned'>): Pool => {
    const { request } = row;
    const unanswered = { is: 'awaiting-first-response', returnsAt: null } as const;
    const now = { assignedAt: pool.clock, customer: 'present', firstResponse: unanswered } as const;
    const held = put(pool, { is: 'assigned', request, agentId, team, ...now });
    return updateAgent(held, agentId, (agent) => ({
      ...recordResponse(agent, pool.clock),
      idleSince: pool.clock,
      offeredHandoffs: withoutId(agent.offeredHandoffs, request.handoffId),
      assignedHandoffs: withId(agent.assignedHandoffs, request.handoffId),
    }));
  };

  const removeHandoff = (pool: Pool, row: HandoffState): Pool =>
    index.remove(releaseHandoff(pool, row), row.request.handoffId);

  const applyEvent = (pool: Pool, event: RoutingEvent): Pool => {
    if (event.type === 'Tick') return pool;
    if (event.type === 'AgentPresenceChanged') return applyPresence(pool, event.data);
    if (event.type === 'HandoffReceived') return applyReceived(pool, event.data);
    if (event.type === 'WrapUpEnded') return endWrapUps(pool, event.data.agentId, pool.clock, event.data.handoffId);
    if (isCallbackEvent(event)) return evolveCallback(callbackIndex, settings, pool, event);
    const row = pool.handoffs.get(event.data.handoffId);
    if (row === undefined) return pool;
    switch (event.type) {
      case 'HandoffQueued':
        return stepsEqual(row.request.steps, event.data.steps)
          ? pool
          : put(pool, { ...row, request: { ...row.request, steps: event.data.steps } });
      case 'HandoffOfferedToAgent':
        return applyOffered(pool, row, event.data);
      case 'HandoffAssigned':
        return applyAssigned(pool, row, event.data);
      case 'HandoffReturned':
        return applyReturned(pool, row, event.data);
      case 'TeamUnstaffed':
        return put(pool, {
          ...row,
          request: withAlarm(row.request, event.data.closed === undefined ? 'unstaffed' : 'closed'),
        });
      case 'CustomerLeft':
        return row.is === 'assigned' && event.data.reason === 'ended' && row.customer === 'present'
          ? put(pool, { ...row, customer: 'left', customerLeftAt: pool.clock })
          : pool;
      case 'CustomerReturned': {
        if (row.is !== 'assigned') return pool;
        const { customerLeftAt: _, ...present } = row;
        return put(pool, { ...present, customer: 'present' });
      }
      case 'HandoffResolved':
        return row.is === 'assigned' && row.agentId === event.data.agentId
          ? pool
          : put(pool, {
              ...row,
              request: {
                ...row.request,
                lateResolution: event.data.resolution,
                lateResolvedBy: event.data.agentId,
              },
            });
      case 'AgentFirstResponded':
        return row.is === 'assigned' && row.agentId === event.data.agentId
          ? put(pool, { ...row, firstResponse: { is: 'responded' } })
          : pool;
      case 'AgentReminded':
        return row.is === 'assigned'
          ? put(pool, { ...row, firstResponse: { is: 'awaiting-first-response', returnsAt: event.data.returnsAt } })
          : pool;
      case 'CallbackBooked':
        return applyBooked(callbackIndex, settings, removeHandoff(pool, row), row.request, event.data);
      case 'TicketFiled':
      case 'HandoffAbandoned':
        return removeHandoff(pool, row);
      case 'HandoffClosed': {
        const { wrapUpUntil } = event.data;
        return wrapUpUntil === undefined
          ? removeHandoff(pool, row)
          : startWrapUp(removeHandoff(pool, row), row, wrapUpUntil);
      }
      case 'OfferAccepted':
      case 'OfferDeclined':
      case 'CallbackRequested':
      case 'CallbackWindowsRequested':
      case 'CallbackReported':
      case 'TicketRequested':
      case 'TransferRequested':
      case 'TransferRefused':
      case 'HandoffWithdrawalReceived':
        return pool;
    }
  };

  return (pool, event) => applyEvent(advanceClock(pool, event.at), event);
};

/** A pool begins with its first agent or hand-off; other events about an unknown pool give null. */
export const initialPool = (event: RoutingEvent): Pool | null => {
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
