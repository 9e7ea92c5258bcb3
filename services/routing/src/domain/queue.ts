import type { Instant, Skill } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { Map as PersistentMap } from 'immutable';
import { type Moment, type Moments, withMoment, withoutMoment } from './moments.ts';
import type { Alarm, HandoffState, Pool, Request } from './pool.ts';
import { type Criterion, choiceIn, levelOf, type RoutingSettings, type Teams } from './teams.ts';

/** What decides who may serve a hand-off, its age and its refusals aside. */
export interface Shape {
  readonly steps: readonly { readonly team: string; readonly delayMs: number }[];
  readonly skills: readonly Skill[];
  readonly language: string;
  readonly seniorFirst: boolean;
  readonly only: string | null;
  readonly preferred: string | null;
  readonly alarmed: readonly Alarm[];
  readonly level: number;
  readonly weight: number;
  readonly choice: readonly Criterion[];
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
  /** The line a hand-off waits in; undefined where it does not wait. */
  readonly lineOf: (pool: Pool, handoffId: string) => Line | undefined;
  readonly put: (pool: Pool, row: HandoffState) => Pool;
  readonly remove: (pool: Pool, handoffId: string) => Pool;
}

const empty: Queue = { lines: PersistentMap(), wakes: null };

export const shapeOf = (teams: Teams, request: Request): Shape => ({
  steps: request.steps.map(({ team, opensAt }) => ({ team, delayMs: opensAt - request.requestedAt })),
  skills: request.skills,
  language: request.language,
  seniorFirst: request.seniorFirst,
  only: request.only,
  preferred: request.preferred,
  alarmed: request.alarmed,
  level: levelOf(teams.settings, request.asked),
  weight: request.weight,
  choice: choiceIn(teams, request.steps[0]?.team),
});

/** When an agent who has said nothing is reminded, or loses the hand-off. */
export const endsOfSilence = (
  { silentSeconds }: RoutingSettings,
  { agent, assignedAt, customer }: Extract<HandoffState, { is: 'assigned' }>,
): Instant[] =>
  silentSeconds === 0 || agent.is === 'heard' || customer === 'left'
    ? []
    : [agent.returnsAt ?? assignedAt + silentSeconds * 1000];

const instantsOf = ({ settings }: Teams, handoff: HandoffState): Instant[] => {
  if (handoff.is === 'assigned') return endsOfSilence(settings, handoff);
  const { request } = handoff;
  const ageing = request.aged ? [] : [request.requestedAt + settings.ageing.afterSeconds * 1000];
  if (handoff.is === 'offered') return [handoff.expiresAt, ...ageing];
  return [
    ...ageing,
    ...request.steps.map((step) => step.opensAt),
    ...(request.preferred === null ? [] : [request.requestedAt + settings.preferredSeconds * 1000]),
    ...(request.seniorFirst ? [request.requestedAt + settings.seniorFirstSeconds * 1000] : []),
    ...request.refusals.map((refusal) => refusal.at + settings.askAgainSeconds * 1000),
  ];
};

/** Those of `of` that are not in `but`, each given to `edit`. */
const editing = (
  tree: Moments,
  id: string,
  of: readonly Instant[],
  but: readonly Instant[],
  edit: (tree: Moments, moment: Moment) => Moments,
): Moments => of.reduce((next, at) => (but.includes(at) ? next : edit(next, { at, id })), tree);

/**
 * Keeps the queue beside each version of a pool's table, in O(log n) a change. A memo and no state: of rows just
 * loaded it makes the queue anew, and comes to the same one.
 */
export const queueIndex = (teams: Teams): QueueIndex => {
  const inLine = (
    lines: Queue['lines'],
    row: HandoffState | undefined,
    edit: (tree: Moments, moment: Moment) => Moments,
  ): Queue['lines'] => {
    if (row?.is !== 'waiting') return lines;
    const shape = shapeOf(teams, row.request);
    const key = JSON.stringify(shape);
    const line = lines.get(key);
    const waiting = edit(line?.waiting ?? null, { at: row.request.requestedAt, id: row.request.handoffId });
    return waiting === null ? lines.delete(key) : lines.set(key, { shape: line?.shape ?? shape, waiting });
  };

  const replaced = (queue: Queue, id: string, from: HandoffState | undefined, to: HandoffState | undefined): Queue => {
    if (from === to) return queue;
    const before = from === undefined ? [] : instantsOf(teams, from);
    const after = to === undefined ? [] : instantsOf(teams, to);
    const fewer = editing(queue.wakes, id, before, after, withoutMoment);
    return {
      lines: inLine(inLine(queue.lines, from, withoutMoment), to, withMoment),
      wakes: editing(fewer, id, after, before, withMoment),
    };
  };

  const derive = (handoffs: Table<HandoffState>): Queue =>
    handoffs.values().reduce((next, row) => replaced(next, row.request.handoffId, undefined, row), empty);

  const of = ({ handoffs }: Pool): Queue => handoffs.derived(derive);

  const set = (pool: Pool, id: string, handoffs: Table<HandoffState>): Pool => {
    handoffs.derived(derive, () => replaced(of(pool), id, pool.handoffs.get(id), handoffs.get(id)));
    return { ...pool, handoffs };
  };

  const lineOf = (pool: Pool, handoffId: string): Line | undefined => {
    const row = pool.handoffs.get(handoffId);
    return row?.is === 'waiting' ? of(pool).lines.get(JSON.stringify(shapeOf(teams, row.request))) : undefined;
  };

  return {
    of,
    lineOf,
    put: (pool, row) => set(pool, row.request.handoffId, pool.handoffs.set(row.request.handoffId, row)),
    remove: (pool, handoffId) => set(pool, handoffId, pool.handoffs.delete(handoffId)),
  };
};
