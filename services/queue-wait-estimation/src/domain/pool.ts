import type { DataOf, Heard, Instant, Tick } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import { changed, type Lines, type Waiting } from './lines.ts';
import { entered, left } from './order.ts';
import { gave, type Handling, handled, learnt, type Mean, type Patience, served, unhandled, untried } from './rates.ts';
import type { WaitSettings } from './settings.ts';

export type Told =
  | 'HandoffQueued'
  | 'HandoffOfferedToAgent'
  | 'HandoffAssigned'
  | 'HandoffReturned'
  | 'CallbackBooked'
  | 'TicketFiled'
  | 'HandoffAbandoned'
  | 'HandoffClosed'
  | 'TeamUnstaffed'
  | 'AgentPresenceChanged';

/** What the desk also tells, and routing's own events say again once they are decided: nothing to us. */
export type Passed =
  | 'OfferAccepted'
  | 'OfferDeclined'
  | 'TransferRequested'
  | 'TransferRefused'
  | 'AgentReminded'
  | 'AgentSpoke'
  | 'WrapUpEnded'
  | 'HandoffResolved'
  | 'CallbackChosen'
  | 'TicketChosen'
  | 'CustomerLeft';
const passed: ReadonlySet<string> = new Set<Passed>([
  'OfferAccepted',
  'OfferDeclined',
  'TransferRequested',
  'TransferRefused',
  'AgentReminded',
  'AgentSpoke',
  'WrapUpEnded',
  'HandoffResolved',
  'CallbackChosen',
  'TicketChosen',
  'CustomerLeft',
]);
export const concerns = (event: Heard<Told | Passed> | Tick): event is Heard<Told> | Tick => !passed.has(event.type);

/** With an agent. Kept whole, since it may come back. */
export interface Serving {
  readonly agentId: string;
  readonly handoff: Waiting;
}

export interface Agent {
  readonly status: 'online' | 'away' | 'offline';
  readonly teams: readonly string[];
  readonly capacity: number;
  readonly busy: number;
}

/** Everything the estimate knows of one pool. Rows are plain JSON and saved one by one; `tables` names them. */
export interface Pool {
  readonly is: 'pool';
  readonly poolId: string;
  readonly openedAt: Instant;
  readonly waiting: Table<Waiting>;
  readonly serving: Table<Serving>;
  readonly agents: Table<Agent>;
  readonly handling: Handling;
  readonly answer: Mean | null;
  readonly patience: Patience;
  /** Sum of queuedAt - openedAt over all who wait, milliseconds. */
  readonly queuedSum: number;
  readonly refreshedAt: Instant;
  /** Something changed since then. */
  readonly stale: boolean;
  /** How often it was looked through since without anything having happened. */
  readonly quiet: number;
  /** The lines by the teams they wait for. Derived from `waiting`, never saved (JSON passes symbols over), rebuilt where it is missing. */
  readonly [lines]?: Lines;
}
export const tables = ['waiting', 'serving', 'agents'] as const;

/** Version of the saved root. 2: `quiet`. */
export const schema = 2;
export const upcast = (root: unknown): Pool => ({ ...(root as Pool), quiet: 0 });

const lines = Symbol('lines');

export const linesOf = (pool: Pool, settings: WaitSettings): Lines =>
  pool[lines] ?? pool.waiting.values().reduce<Lines>((known, row) => changed(known, row, settings, entered), new Map());

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

const withAgent = (pool: Pool, agentId: string, change: (agent: Agent) => Agent): Pool => {
  const agent = change(pool.agents.get(agentId) ?? { status: 'offline', teams: [], capacity: 0, busy: 0 });
  const gone = agent.status === 'offline' && agent.busy === 0;
  return { ...pool, agents: gone ? pool.agents.delete(agentId) : pool.agents.set(agentId, agent) };
};

const released = (pool: Pool, handoffId: string): Pool => {
  const row = pool.serving.get(handoffId);
  if (row === undefined) return pool;
  const free = { ...pool, serving: pool.serving.delete(handoffId) };
  return withAgent(free, row.agentId, (agent) => ({ ...agent, busy: Math.max(0, agent.busy - 1) }));
};

const queued = (data: DataOf<'HandoffQueued'>, at: Instant, before: Waiting | undefined): Waiting => {
  const { handoffId, conversationId, tenantId, topic, priority, requestedAt, steps } = data;
  return {
    ...{ handoffId, conversationId, tenantId, topic, priority, requestedAt, steps },
    queuedAt: before?.queuedAt ?? at,
    offeredAt: null,
    announced: before?.announced ?? null,
  };
};

/** What follows from an event, the estimates apart. A hand-off not known (its queueing was before our time) changes nothing. */
export const after = (pool: Pool, event: Heard<Told>, settings: WaitSettings): Pool => {
  const { at } = event;
  if (event.type === 'AgentPresenceChanged') {
    const { agentId, status, teams, capacity } = event.data;
    return withAgent(pool, agentId, ({ busy }) => ({ status, teams, capacity, busy }));
  }
  const id = event.data.handoffId;
  const row = pool.waiting.get(id);
  const waited = row === undefined ? 0 : Math.max(0, at - row.queuedAt) / 1000;
  switch (event.type) {
    case 'HandoffQueued':
      return waits(released(pool, id), queued(event.data, at, row), settings);
    case 'HandoffOfferedToAgent':
      return row === undefined ? pool : { ...pool, waiting: pool.waiting.set(id, { ...row, offeredAt: at }) };
    case 'HandoffAssigned': {
      if (row === undefined) return pool;
      const { agentId } = event.data;
      const taken = withAgent(without(pool, id, settings), agentId, (agent) => ({ ...agent, busy: agent.busy + 1 }));
      return {
        ...taken,
        serving: taken.serving.set(id, { agentId, handoff: row }),
        patience: served(pool.patience, waited),
        answer:
          row.offeredAt === null ? pool.answer : learnt(pool.answer, (at - row.offeredAt) / 1000, settings.answer),
      };
    }
    case 'HandoffReturned': {
      if (row !== undefined) return { ...pool, waiting: pool.waiting.set(id, { ...row, offeredAt: null }) };
      const held = pool.serving.get(id);
      if (held === undefined) return pool;
      return waits(released(pool, id), { ...held.handoff, queuedAt: at, offeredAt: null, announced: null }, settings);
    }
    case 'HandoffClosed':
      return {
        ...released(without(pool, id, settings), id),
        handling: handled(pool.handling, event.data.team, event.data.handledMs / 1000, settings.handling),
      };
    case 'HandoffAbandoned':
    case 'CallbackBooked':
    case 'TicketFiled': {
      const gone = released(without(pool, id, settings), id);
      return row === undefined ? gone : { ...gone, patience: gave(pool.patience, waited, settings.patience) };
    }
    case 'TeamUnstaffed':
      return pool;
  }
};

export const opened = (event: Heard<Told> | Tick): Pool | null =>
  event.type === 'Tick'
    ? null
    : {
        is: 'pool',
        poolId: event.data.poolId,
        openedAt: event.at,
        waiting: Table.of<Waiting>(),
        serving: Table.of<Serving>(),
        agents: Table.of<Agent>(),
        handling: unhandled,
        answer: null,
        patience: untried,
        queuedSum: 0,
        refreshedAt: event.at,
        stale: false,
        quiet: 0,
      };
