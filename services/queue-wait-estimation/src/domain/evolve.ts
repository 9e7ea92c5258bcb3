import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import { withEntry, withoutEntry } from '@warmline/messaging/ordered-set';
import { MODEL_REFRESH_MS, type Observation, recordObservation, refreshModel } from './history.ts';
import { closeForecast, dropForecast, isDifferentWait } from './open-forecasts.ts';
import { type Agent, type Pool, type PoolEvent, queueLines, queueLinesOf } from './pool.ts';
import { editLine, priorityLevel, type WaitingHandoff } from './queue-lines.ts';
import { recordAbandonment, recordHandling, recordServed, updateMean } from './rates.ts';
import type { WaitSettings } from './settings.ts';
import { routeSettingsOf, waitStartedAt } from './simulate-waits.ts';

const unknownAgent = (at: Instant): Agent => ({
  ...{ status: 'offline', teams: [], capacity: 0, busy: 0, since: at, startedShift: true },
});

const enqueue = (pool: Pool, handoff: WaitingHandoff, settings: WaitSettings): Pool => {
  const without = dequeue(pool, handoff.handoffId, settings);
  return {
    ...without,
    waiting: without.waiting.set(handoff.handoffId, handoff),
    queuedSum: without.queuedSum + handoff.queuedAt - pool.openedAt,
    [queueLines]: { settings, lines: editLine(queueLinesOf(without, settings), handoff, settings, withEntry) },
  };
};

const dequeue = (pool: Pool, handoffId: string, settings: WaitSettings): Pool => {
  const handoff = pool.waiting.get(handoffId);
  if (handoff === undefined) return pool;
  return {
    ...pool,
    waiting: pool.waiting.delete(handoffId),
    queuedSum: pool.queuedSum - (handoff.queuedAt - pool.openedAt),
    [queueLines]: { settings, lines: editLine(queueLinesOf(pool, settings), handoff, settings, withoutEntry) },
  };
};

const updateAgent = (pool: Pool, agentId: string, at: Instant, change: (agent: Agent) => Agent): Pool => {
  const agent = change(pool.agents.get(agentId) ?? unknownAgent(at));
  return { ...pool, agents: pool.agents.set(agentId, agent) };
};

const endAssignment = (pool: Pool, handoffId: string, at: Instant): Pool => {
  const row = pool.assignments.get(handoffId);
  if (row === undefined) return pool;
  const ended = { ...pool, assignments: pool.assignments.delete(handoffId) };
  return updateAgent(ended, row.agentId, at, (agent) => ({ ...agent, busy: Math.max(0, agent.busy - 1) }));
};

const assign = (pool: Pool, agentId: string, handoff: WaitingHandoff, at: Instant): Pool => {
  const busier = updateAgent(pool, agentId, at, (agent) => ({ ...agent, busy: agent.busy + 1 }));
  const concurrency = busier.agents.get(agentId)?.busy ?? 1;
  const assignment = { agentId, handoff, since: at, concurrency };
  return { ...busier, assignments: busier.assignments.set(handoff.handoffId, assignment) };
};

const waitingHandoffOf = (
  data: DataOf<'HandoffQueued'>,
  at: Instant,
  before: WaitingHandoff | undefined,
): WaitingHandoff => {
  const { handoffId, conversationId, tenantId, subject, priority, requestedAt, steps } = data;
  return {
    ...{ handoffId, conversationId, tenantId, subject, priority, requestedAt, steps },
    queuedAt: before?.queuedAt ?? at,
    offeredAt: null,
    closedUntil: null,
    lastAnnouncement: before?.lastAnnouncement ?? null,
  };
};

/** The pool after an event, its estimates apart. An event of an unknown hand-off, one queued before the pool's first event, changes nothing. */
export const evolvePool = (pool: Pool, event: EventOf<PoolEvent>, settings: WaitSettings): Pool =>
  forgetAbsentAgents(refreshModel(applyEvent(pool, event, settings), event.at), pool);

/** At a model refresh, drops agents who have been offline for longer than the duty history goes back. */
const forgetAbsentAgents = (pool: Pool, before: Pool): Pool => {
  if (pool.modelRefresh === before.modelRefresh) return pool;
  const absent = pool.agents.ids().filter((id) => {
    const agent = pool.agents.get(id);
    return (
      agent?.status === 'offline' && agent.busy === 0 && !pool.dutyHistories.has(id) && !isRecentlySeen(agent, pool)
    );
  });
  return { ...pool, agents: absent.reduce((left, id) => left.delete(id), pool.agents) };
};

/** The last change of status may not be in the duty history yet. */
const isRecentlySeen = ({ since }: Agent, { modelRefresh }: Pool): boolean =>
  since > modelRefresh.at - MODEL_REFRESH_MS;

const updatePresence = (pool: Pool, { at, data }: EventOf<'AgentPresenceChanged'>): Pool => {
  const { agentId, status, teams, capacity } = data;
  const before = pool.agents.get(agentId) ?? unknownAgent(at);
  const unchanged = before.status === status;
  const change = unchanged ? {} : { since: at, startedShift: before.status === 'offline' };
  const next = updateAgent(pool, agentId, at, (agent) => ({ ...agent, ...change, status, teams, capacity }));
  return unchanged ? next : recordObservation(next, { kind: 'duty', agentId, status, t: at / 1000 });
};

const applyEvent = (pool: Pool, event: EventOf<PoolEvent>, settings: WaitSettings): Pool => {
  const { at } = event;
  if (event.type === 'AgentPresenceChanged') return updatePresence(pool, event);
  const id = event.data.handoffId;
  const row = pool.waiting.get(id);
  const waited = row === undefined ? 0 : Math.max(0, at - waitStartedAt(row)) / 1000;
  const waitObservation = (subject: string, abandoned: boolean): Observation => {
    const forecast = pool.openForecasts.get(id);
    const firstRefresh = forecast && { ahead: forecast.sameSubjectAhead, seconds: (at - forecast.at) / 1000 };
    const wait = { subject, seconds: waited, abandoned };
    return { kind: 'wait', ...wait, ...(firstRefresh === undefined ? {} : { firstRefresh }) };
  };
  /** Learns from the wait that ended. While the teams were still closed there was none. */
  const endWait = (row: WaitingHandoff, abandoned: boolean, next: Pool): Pool =>
    at < waitStartedAt(row)
      ? dropForecast(next, id)
      : closeForecast(recordObservation(next, waitObservation(row.subject, abandoned)), id, at, abandoned);
  switch (event.type) {
    case 'HandoffQueued': {
      const { subject, priority } = event.data;
      const handoff = waitingHandoffOf(event.data, at, row);
      const { steps } = routeSettingsOf(handoff);
      const closedUntil = event.data.closed?.opensAt ?? pool.routes[subject]?.closedUntil ?? null;
      const isKnown = row !== undefined || pool.assignments.has(id);
      const entering = enqueue(
        endAssignment(pool, id, at),
        { ...handoff, closedUntil: futureOpening(closedUntil, at) },
        settings,
      );
      const kept = isDifferentWait(row, handoff) ? dropForecast(entering, id) : entering;
      const nextOpeningAt = earlierOpening(kept.nextOpeningAt, event.data.closed?.opensAt ?? null);
      const next = { ...kept, routes: { ...pool.routes, [subject]: { steps, closedUntil } }, nextOpeningAt };
      const level = priorityLevel(priority, settings);
      return isKnown ? next : recordObservation(next, { kind: 'arrival', subject, level, t: at / 1000 });
    }
    case 'HandoffOfferedToAgent':
      return row === undefined ? pool : { ...pool, waiting: pool.waiting.set(id, { ...row, offeredAt: at }) };
    case 'HandoffAssigned': {
      if (row === undefined) return pool;
      const next = {
        ...assign(dequeue(pool, id, settings), event.data.agentId, row, at),
        patience: recordServed(pool.patience, waited),
        answerTime:
          row.offeredAt === null
            ? pool.answerTime
            : updateMean(pool.answerTime, (at - row.offeredAt) / 1000, settings.answerTime),
      };
      return endWait(row, false, next);
    }
    case 'HandoffReturned': {
      if (row !== undefined) return { ...pool, waiting: pool.waiting.set(id, { ...row, offeredAt: null }) };
      const held = pool.assignments.get(id);
      if (held === undefined) return pool;
      const again = { ...held.handoff, queuedAt: at, offeredAt: null, lastAnnouncement: null };
      return enqueue(endAssignment(pool, id, at), again, settings);
    }
    case 'HandoffClosed': {
      const { team, handledMs } = event.data;
      const held = pool.assignments.get(id);
      const next = {
        ...dropForecast(endAssignment(dequeue(pool, id, settings), id, at), id),
        handling: recordHandling(pool.handling, team, handledMs / 1000, settings.handling),
      };
      if (held === undefined) return next;
      const { agentId, handoff, since, concurrency } = held;
      const observed = { subject: handoff.subject, agentId, seconds: (at - since) / 1000, concurrency };
      return recordObservation(next, { kind: 'handling', ...observed });
    }
    case 'HandoffAbandoned':
    case 'CallbackBooked':
    case 'TicketFiled': {
      const next = endAssignment(dequeue(pool, id, settings), id, at);
      if (row === undefined || at < waitStartedAt(row)) return dropForecast(next, id);
      return endWait(row, true, { ...next, patience: recordAbandonment(pool.patience, waited, settings.patience) });
    }
    case 'CallbackAssigned': {
      const { agentId, subject, conversationId, tenantId } = event.data;
      const call = {
        ...{ handoffId: id, conversationId, tenantId, subject },
        ...{ priority: 1, requestedAt: at, steps: [] },
      };
      const handoff = { ...call, queuedAt: at, offeredAt: null, closedUntil: null, lastAnnouncement: null };
      return assign(endAssignment(pool, id, at), agentId, handoff, at);
    }
    case 'CallbackAttempted':
      return event.data.retryAt === undefined ? pool : endAssignment(pool, id, at);
    case 'CallbackReturned':
    case 'CallbackEnded':
      return endAssignment(pool, id, at);
    case 'TeamUnstaffed': {
      const until = event.data.closed?.opensAt ?? null;
      if (row === undefined) return pool;
      const waiting = pool.waiting.set(id, { ...row, closedUntil: until });
      const routes = { ...pool.routes, [row.subject]: { ...routeSettingsOf(row), closedUntil: until } };
      const nextOpeningAt = earlierOpening(pool.nextOpeningAt, until);
      const next = until === null ? pool : dropForecast(pool, id);
      return { ...next, waiting, routes, nextOpeningAt };
    }
  }
};

const earlierOpening = (known: Instant | null, opensAt: Instant | null): Instant | null =>
  opensAt === null ? known : Math.min(opensAt, known ?? opensAt);

const futureOpening = (closedUntil: Instant | null, at: Instant): Instant | null =>
  closedUntil !== null && closedUntil > at ? closedUntil : null;
