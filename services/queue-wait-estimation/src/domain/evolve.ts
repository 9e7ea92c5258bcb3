import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import { MODEL_REFRESH_MS, type Observation, recordObservation, refreshModel } from './history.ts';
import { closeForecast, dropForecast, isDifferentWait } from './open-forecasts.ts';
import { inserted, removed } from './ordered-set.ts';
import { type Agent, type Pool, type PoolEvent, queueLines, queueLinesOf } from './pool.ts';
import { editLine, priorityLevel, type WaitingHandoff } from './queue-lines.ts';
import { recordAbandonment, recordHandling, recordServed, updateMean } from './rates.ts';
import type { WaitSettings } from './settings.ts';
import { routeSettingsOf, waitStartedAt } from './simulate-waits.ts';

const UNKNOWN_AGENT: Agent = { status: 'offline', teams: [], capacity: 0, busy: 0, startedShift: true };

const enqueue = (pool: Pool, handoff: WaitingHandoff, settings: WaitSettings): Pool => {
  const free = dequeue(pool, handoff.handoffId, settings);
  return {
    ...free,
    waiting: free.waiting.set(handoff.handoffId, handoff),
    queuedSum: free.queuedSum + handoff.queuedAt - pool.openedAt,
    [queueLines]: { settings, lines: editLine(queueLinesOf(free, settings), handoff, settings, inserted) },
  };
};

const dequeue = (pool: Pool, handoffId: string, settings: WaitSettings): Pool => {
  const handoff = pool.waiting.get(handoffId);
  if (handoff === undefined) return pool;
  return {
    ...pool,
    waiting: pool.waiting.delete(handoffId),
    queuedSum: pool.queuedSum - (handoff.queuedAt - pool.openedAt),
    [queueLines]: { settings, lines: editLine(queueLinesOf(pool, settings), handoff, settings, removed) },
  };
};

const updateAgent = (pool: Pool, agentId: string, at: Instant, change: (agent: Agent) => Agent): Pool => {
  const agent = change(pool.agents.get(agentId) ?? { ...UNKNOWN_AGENT, since: at });
  return { ...pool, agents: pool.agents.set(agentId, agent) };
};

const endAssignment = (pool: Pool, handoffId: string, at: Instant): Pool => {
  const row = pool.assignments.get(handoffId);
  if (row === undefined) return pool;
  const free = { ...pool, assignments: pool.assignments.delete(handoffId) };
  return updateAgent(free, row.agentId, at, (agent) => ({ ...agent, busy: Math.max(0, agent.busy - 1) }));
};

/** The agent has it from now on, as one more of his. */
const assign = (pool: Pool, agentId: string, handoff: WaitingHandoff, at: Instant): Pool => {
  const busier = updateAgent(pool, agentId, at, (agent) => ({ ...agent, busy: agent.busy + 1 }));
  const concurrency = busier.agents.get(agentId)?.busy ?? 1;
  return {
    ...busier,
    assignments: busier.assignments.set(handoff.handoffId, { agentId, handoff, since: at, concurrency }),
  };
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

/** What follows from an event, the estimates apart. A hand-off not known (its queueing was before our time) changes nothing. */
export const evolvePool = (pool: Pool, event: EventOf<PoolEvent>, settings: WaitSettings): Pool =>
  forgetAbsentAgents(refreshModel(applyEvent(pool, event, settings), event.at), pool);

/** Who has been off duty for longer than the calendar goes back is forgotten, at a lecture. */
const forgetAbsentAgents = (pool: Pool, before: Pool): Pool => {
  if (pool.modelRefresh === before.modelRefresh) return pool;
  const gone = pool.agents.ids().filter((id) => {
    const agent = pool.agents.get(id);
    return (
      agent?.status === 'offline' && agent.busy === 0 && !pool.dutyHistories.has(id) && !isRecentlySeen(agent, pool)
    );
  });
  return { ...pool, agents: gone.reduce((left, id) => left.delete(id), pool.agents) };
};

const isRecentlySeen = ({ since = 0 }: Agent, { modelRefresh }: Pool): boolean =>
  since > modelRefresh.at - MODEL_REFRESH_MS;

const applyEvent = (pool: Pool, event: EventOf<PoolEvent>, settings: WaitSettings): Pool => {
  const { at } = event;
  if (event.type === 'AgentPresenceChanged') {
    const { agentId, status, teams, capacity } = event.data;
    const before = pool.agents.get(agentId) ?? { ...UNKNOWN_AGENT, since: at };
    const same = before.status === status;
    const spell = same ? {} : { since: at, startedShift: before.status === 'offline' };
    const changed = updateAgent(pool, agentId, at, (agent) => ({ ...agent, ...spell, status, teams, capacity }));
    return same ? changed : recordObservation(changed, { of: 'duty', agentId, status, t: at / 1000 });
  }
  const id = event.data.handoffId;
  const row = pool.waiting.get(id);
  const waited = row === undefined ? 0 : Math.max(0, at - waitStartedAt(row)) / 1000;
  const waitObservation = (subject: string, abandoned: boolean): Observation => {
    const forecast = pool.openForecasts.get(id);
    const firstRefresh = forecast && { ahead: forecast.sameSubjectAhead, seconds: (at - forecast.at) / 1000 };
    return { of: 'wait', subject, seconds: waited, abandoned, ...(firstRefresh === undefined ? {} : { firstRefresh }) };
  };
  /** What its wait teaches; before the opening of its teams there was none. */
  const ended = (row: WaitingHandoff, abandoned: boolean, next: Pool): Pool =>
    at < waitStartedAt(row)
      ? dropForecast(next, id)
      : closeForecast(recordObservation(next, waitObservation(row.subject, abandoned)), id, at, abandoned);
  switch (event.type) {
    case 'HandoffQueued': {
      const { subject, priority } = event.data;
      const handoff = waitingHandoffOf(event.data, at, row);
      const { steps } = routeSettingsOf(handoff);
      const closedUntil = pool.routes[subject]?.closedUntil ?? null;
      const known = row !== undefined || pool.assignments.has(id);
      const level = priorityLevel(priority, settings);
      const entering = enqueue(
        endAssignment(pool, id, at),
        { ...handoff, closedUntil: futureOpening(closedUntil, at) },
        settings,
      );
      const kept = isDifferentWait(row, handoff) ? dropForecast(entering, id) : entering;
      const next = { ...kept, routes: { ...pool.routes, [subject]: { steps, closedUntil } } };
      return known ? next : recordObservation(next, { of: 'request', subject, level, t: at / 1000 });
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
      return ended(row, false, next);
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
      if (held?.since === undefined || held.concurrency === undefined) return next;
      const { agentId, handoff, since, concurrency } = held;
      return recordObservation(next, {
        of: 'chat',
        subject: handoff.subject,
        agentId,
        seconds: (at - since) / 1000,
        concurrency,
      });
    }
    case 'HandoffAbandoned':
    case 'CallbackBooked':
    case 'TicketFiled': {
      const abandoned = endAssignment(dequeue(pool, id, settings), id, at);
      if (row === undefined || at < waitStartedAt(row)) return dropForecast(abandoned, id);
      return ended(row, true, { ...abandoned, patience: recordAbandonment(pool.patience, waited, settings.patience) });
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
      const nextOpeningAt = until === null ? pool.nextOpeningAt : Math.min(until, pool.nextOpeningAt ?? until);
      const known = until === null ? pool : dropForecast(pool, id);
      return { ...known, waiting, routes, nextOpeningAt };
    }
  }
};

const futureOpening = (closedUntil: Instant | null, at: Instant): Instant | null =>
  closedUntil !== null && closedUntil > at ? closedUntil : null;
