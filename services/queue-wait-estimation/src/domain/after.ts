import type { DataOf, Heard, Instant } from '@warmline/contracts';
import { dropped, isAnother, judged } from './awaited.ts';
import { lawOf, waitsSince } from './foresight.ts';
import { LECTURE_MS, type Lesson, noted, taught } from './learning.ts';
import { changed, levelOf, type Waiting } from './lines.ts';
import { entered, left } from './order.ts';
import { type Agent, lines, linesOf, type Pool, type Told } from './pool.ts';
import { gave, handled, learnt, served } from './rates.ts';
import type { WaitSettings } from './settings.ts';

const NOBODY: Agent = { status: 'offline', teams: [], capacity: 0, busy: 0, fresh: true };

const waits = (pool: Pool, handoff: Waiting, settings: WaitSettings): Pool => {
  const free = without(pool, handoff.handoffId, settings);
  return {
    ...free,
    waiting: free.waiting.set(handoff.handoffId, handoff),
    queuedSum: free.queuedSum + handoff.queuedAt - pool.openedAt,
    [lines]: changed(linesOf(free, settings), handoff, settings, entered),
  };
};

const without = (pool: Pool, handoffId: string, settings: WaitSettings): Pool => {
  const handoff = pool.waiting.get(handoffId);
  if (handoff === undefined) return pool;
  return {
    ...pool,
    waiting: pool.waiting.delete(handoffId),
    queuedSum: pool.queuedSum - (handoff.queuedAt - pool.openedAt),
    [lines]: changed(linesOf(pool, settings), handoff, settings, left),
  };
};

const withAgent = (pool: Pool, agentId: string, at: Instant, change: (agent: Agent) => Agent): Pool => {
  const agent = change(pool.agents.get(agentId) ?? { ...NOBODY, since: at });
  return { ...pool, agents: pool.agents.set(agentId, agent) };
};

const released = (pool: Pool, handoffId: string, at: Instant): Pool => {
  const row = pool.serving.get(handoffId);
  if (row === undefined) return pool;
  const free = { ...pool, serving: pool.serving.delete(handoffId) };
  return withAgent(free, row.agentId, at, (agent) => ({ ...agent, busy: Math.max(0, agent.busy - 1) }));
};

/** The agent has it from now on, as one more of his. */
const serves = (pool: Pool, agentId: string, handoff: Waiting, at: Instant): Pool => {
  const taken = withAgent(pool, agentId, at, (agent) => ({ ...agent, busy: agent.busy + 1 }));
  const together = taken.agents.get(agentId)?.busy ?? 1;
  return { ...taken, serving: taken.serving.set(handoff.handoffId, { agentId, handoff, since: at, together }) };
};

const queued = (data: DataOf<'HandoffQueued'>, at: Instant, before: Waiting | undefined): Waiting => {
  const { handoffId, conversationId, tenantId, subject, priority, requestedAt, steps } = data;
  return {
    ...{ handoffId, conversationId, tenantId, subject, priority, requestedAt, steps },
    queuedAt: before?.queuedAt ?? at,
    offeredAt: null,
    closedUntil: null,
    announced: before?.announced ?? null,
  };
};

/** What follows from an event, the estimates apart. A hand-off not known (its queueing was before our time) changes nothing. */
export const after = (pool: Pool, event: Heard<Told>, settings: WaitSettings): Pool =>
  remembered(taught(changedBy(pool, event, settings), event.at), pool);

/** Who has been off duty for longer than the calendar goes back is forgotten, at a lecture. */
const remembered = (pool: Pool, before: Pool): Pool => {
  if (pool.lecture === before.lecture) return pool;
  const gone = pool.agents.ids().filter((id) => {
    const agent = pool.agents.get(id);
    return agent?.status === 'offline' && agent.busy === 0 && !pool.duties.has(id) && !isRecent(agent, pool);
  });
  return { ...pool, agents: gone.reduce((left, id) => left.delete(id), pool.agents) };
};

const isRecent = ({ since = 0 }: Agent, { lecture }: Pool): boolean => since > lecture.at - LECTURE_MS;

const changedBy = (pool: Pool, event: Heard<Told>, settings: WaitSettings): Pool => {
  const { at } = event;
  if (event.type === 'AgentPresenceChanged') {
    const { agentId, status, teams, capacity } = event.data;
    const before = pool.agents.get(agentId) ?? { ...NOBODY, since: at };
    const same = before.status === status;
    const spell = same ? {} : { since: at, fresh: before.status === 'offline' };
    const changed = withAgent(pool, agentId, at, (agent) => ({ ...agent, ...spell, status, teams, capacity }));
    return same ? changed : noted(changed, { of: 'duty', agentId, status, t: at / 1000 });
  }
  const id = event.data.handoffId;
  const row = pool.waiting.get(id);
  const waited = row === undefined ? 0 : Math.max(0, at - waitsSince(row)) / 1000;
  const lesson = (subject: string, gone: boolean): Lesson => {
    const said = pool.awaited.get(id);
    const seen = said && { ahead: said.alike, seconds: (at - said.at) / 1000 };
    return { of: 'wait', subject, seconds: waited, gone, ...(seen === undefined ? {} : { seen }) };
  };
  /** What its wait teaches; before the opening of its teams there was none. */
  const ended = (row: Waiting, gone: boolean, next: Pool): Pool =>
    at < waitsSince(row) ? dropped(next, id) : judged(noted(next, lesson(row.subject, gone)), id, at, gone);
  switch (event.type) {
    case 'HandoffQueued': {
      const { subject, priority } = event.data;
      const handoff = queued(event.data, at, row);
      const { steps } = lawOf(handoff);
      const closedUntil = pool.laws[subject]?.closedUntil ?? null;
      const known = row !== undefined || pool.serving.has(id);
      const level = levelOf(priority, settings);
      const entering = waits(released(pool, id, at), { ...handoff, closedUntil: opening(closedUntil, at) }, settings);
      const kept = isAnother(row, handoff) ? dropped(entering, id) : entering;
      const next = { ...kept, laws: { ...pool.laws, [subject]: { steps, closedUntil } } };
      return known ? next : noted(next, { of: 'request', subject, level, t: at / 1000 });
    }
    case 'HandoffOfferedToAgent':
      return row === undefined ? pool : { ...pool, waiting: pool.waiting.set(id, { ...row, offeredAt: at }) };
    case 'HandoffAssigned': {
      if (row === undefined) return pool;
      const next = {
        ...serves(without(pool, id, settings), event.data.agentId, row, at),
        patience: served(pool.patience, waited),
        answer:
          row.offeredAt === null ? pool.answer : learnt(pool.answer, (at - row.offeredAt) / 1000, settings.answer),
      };
      return ended(row, false, next);
    }
    case 'HandoffReturned': {
      if (row !== undefined) return { ...pool, waiting: pool.waiting.set(id, { ...row, offeredAt: null }) };
      const held = pool.serving.get(id);
      if (held === undefined) return pool;
      const again = { ...held.handoff, queuedAt: at, offeredAt: null, announced: null };
      return waits(released(pool, id, at), again, settings);
    }
    case 'HandoffClosed': {
      const { team, handledMs } = event.data;
      const held = pool.serving.get(id);
      const next = {
        ...dropped(released(without(pool, id, settings), id, at), id),
        handling: handled(pool.handling, team, handledMs / 1000, settings.handling),
      };
      if (held?.since === undefined || held.together === undefined) return next;
      const { agentId, handoff, since, together } = held;
      return noted(next, { of: 'chat', subject: handoff.subject, agentId, seconds: (at - since) / 1000, together });
    }
    case 'HandoffAbandoned':
    case 'CallbackBooked':
    case 'TicketFiled': {
      const gone = released(without(pool, id, settings), id, at);
      if (row === undefined || at < waitsSince(row)) return dropped(gone, id);
      return ended(row, true, { ...gone, patience: gave(pool.patience, waited, settings.patience) });
    }
    case 'CallbackAssigned': {
      const { agentId, subject, conversationId, tenantId } = event.data;
      const call = {
        ...{ handoffId: id, conversationId, tenantId, subject },
        ...{ priority: 1, requestedAt: at, steps: [] },
      };
      const handoff = { ...call, queuedAt: at, offeredAt: null, closedUntil: null, announced: null };
      return serves(released(pool, id, at), agentId, handoff, at);
    }
    case 'CallbackAttempted':
      return event.data.retryAt === undefined ? pool : released(pool, id, at);
    case 'CallbackReturned':
    case 'CallbackEnded':
      return released(pool, id, at);
    case 'TeamUnstaffed': {
      const until = event.data.closed?.opensAt ?? null;
      if (row === undefined) return pool;
      const waiting = pool.waiting.set(id, { ...row, closedUntil: until });
      const laws = { ...pool.laws, [row.subject]: { ...lawOf(row), closedUntil: until } };
      const opensAt = until === null ? pool.opensAt : Math.min(until, pool.opensAt ?? until);
      const known = until === null ? pool : dropped(pool, id);
      return { ...known, waiting, laws, opensAt };
    }
  }
};

const opening = (closedUntil: Instant | null, at: Instant): Instant | null =>
  closedUntil !== null && closedUntil > at ? closedUntil : null;
