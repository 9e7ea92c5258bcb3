import type { Instant, Skill } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import { Map as PersistentMap } from 'immutable';
import { type Moment, type Moments, withMoment, withoutMoment } from './moments.ts';
import type { HandoffState, Pool, Request } from './pool.ts';
import { levelOf, type Teams } from './teams.ts';

/** What decides who may serve a hand-off, its age and its refusals aside. */
export interface Shape {
  readonly steps: readonly { readonly team: string; readonly delayMs: number }[];
  readonly skills: readonly Skill[];
  readonly language: string;
  readonly seniorFirst: boolean;
  readonly only: string | null;
  readonly alarmed: boolean;
  readonly level: number;
}

/** Those of one shape who wait, oldest first: as all delays are the same, who is behind never opens before who is ahead. */
export interface Line {
  readonly shape: Shape;
  readonly waiting: Moments;
}

/** What can be derived from a table of hand-offs: the lines, and every instant at which something happens by itself. */
export interface Queue {
  readonly lines: PersistentMap<string, Line>;
  readonly wakes: Moments;
}

export interface QueueIndex {
  readonly of: (pool: Pool) => Queue;
  readonly put: (pool: Pool, row: HandoffState) => Pool;
  readonly remove: (pool: Pool, handoffId: string) => Pool;
}

type Handoffs = Table<HandoffState>;

const nothing: Handoffs = Table.of<HandoffState>();
const empty: Queue = { lines: PersistentMap(), wakes: null };

export const shapeOf = (teams: Teams, request: Request): Shape => ({
  steps: request.steps.map(({ team, opensAt }) => ({ team, delayMs: opensAt - request.requestedAt })),
  skills: request.skills,
  language: request.language,
  seniorFirst: request.seniorFirst,
  only: request.only,
  alarmed: request.alarmed,
  level: levelOf(teams.settings, request.priority),
});

const instantsOf = ({ settings }: Teams, handoff: HandoffState): Instant[] => {
  if (handoff.is === 'assigned') return [];
  const { request } = handoff;
  const ageing = request.aged ? [] : [request.requestedAt + settings.ageing.afterSeconds * 1000];
  if (handoff.is === 'offered') return [handoff.expiresAt, ...ageing];
  return [
    ...ageing,
    ...request.steps.map((step) => step.opensAt),
    ...(request.seniorFirst ? [request.requestedAt + settings.seniorFirstSeconds * 1000] : []),
    ...request.refusals.map((refusal) => refusal.at + settings.askAgainSeconds * 1000),
  ];
};

/**
 * Keeps the queue beside each version of a pool's table, in O(log n) a change. A memo and no state: of a table it has not seen
 * (loaded, or just saved) it changes what differs from the last one it has, and comes to the same queue.
 */
export const queueIndex = (teams: Teams): QueueIndex => {
  const known = new WeakMap<Handoffs, Queue>();
  /** By pool; none of a pool without hand-offs. */
  const latest = new Map<string, Handoffs>();

  const change = (queue: Queue, handoff: HandoffState, edit: (tree: Moments, moment: Moment) => Moments): Queue => {
    const { handoffId: id, requestedAt } = handoff.request;
    const wakes = instantsOf(teams, handoff).reduce((tree, at) => edit(tree, { at, id }), queue.wakes);
    if (handoff.is !== 'waiting') return { lines: queue.lines, wakes };
    const shape = shapeOf(teams, handoff.request);
    const key = JSON.stringify(shape);
    const waiting = edit(queue.lines.get(key)?.waiting ?? null, { at: requestedAt, id });
    return { lines: waiting === null ? queue.lines.delete(key) : queue.lines.set(key, { shape, waiting }), wakes };
  };

  const replace = (queue: Queue, before: HandoffState | undefined, after: HandoffState | undefined): Queue => {
    if (before === after) return queue;
    const less = before === undefined ? queue : change(queue, before, withoutMoment);
    return after === undefined ? less : change(less, after, withMoment);
  };

  const differing = (from: Handoffs, to: Handoffs, queue: Queue): Queue => {
    let next = queue;
    let common = 0;
    for (const row of to.values()) {
      const before = from.get(row.request.handoffId);
      if (before !== undefined) common += 1;
      next = replace(next, before, row);
    }
    if (common === from.size) return next;
    const lost = from.values().filter((row) => !to.has(row.request.handoffId));
    return lost.reduce((less, row) => replace(less, row, undefined), next);
  };

  const keep = (poolId: string, handoffs: Handoffs, queue: Queue): Queue => {
    known.set(handoffs, queue);
    if (handoffs.size === 0) latest.delete(poolId);
    else latest.set(poolId, handoffs);
    return queue;
  };

  const of = ({ poolId, handoffs }: Pool): Queue => {
    const found = known.get(handoffs);
    if (found !== undefined) return found;
    const last = latest.get(poolId) ?? nothing;
    return keep(poolId, handoffs, differing(last, handoffs, known.get(last) ?? empty));
  };

  const set = (pool: Pool, id: string, handoffs: Handoffs): Pool => {
    if (handoffs === pool.handoffs) return pool;
    keep(pool.poolId, handoffs, replace(of(pool), pool.handoffs.get(id), handoffs.get(id)));
    return { ...pool, handoffs };
  };

  return {
    of,
    put: (pool, row) => set(pool, row.request.handoffId, pool.handoffs.set(row.request.handoffId, row)),
    remove: (pool, handoffId) => set(pool, handoffId, pool.handoffs.delete(handoffId)),
  };
};
