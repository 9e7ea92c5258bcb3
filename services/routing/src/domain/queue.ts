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
  readonly channel: string;
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

/** What can be derived from a table of hand-offs: the lines, and every instant at which something happens by itself; `deadlines` of them whether or not a slot is free. */
export interface Queue {
  readonly lines: PersistentMap<string, Line>;
  readonly wakes: Moments;
  readonly deadlines: Moments;
  /** How many are with agents. */
  readonly held: number;
}

interface Row {
  readonly is: string;
  readonly request: Request;
}

export interface RowIndex<R extends Row> {
  readonly of: (pool: Pool) => Queue;
  /** The line a row waits in; undefined where it does not wait. */
  readonly lineOf: (pool: Pool, handoffId: string) => Line | undefined;
  readonly put: (pool: Pool, row: R) => Pool;
  readonly remove: (pool: Pool, handoffId: string) => Pool;
}
export type QueueIndex = RowIndex<HandoffState>;

/** Where rows of one kind are kept in a pool, and when something happens to one by itself. */
export interface RowKind<R extends Row> {
  readonly tableOf: (pool: Pool) => Table<R>;
  readonly with: (pool: Pool, rows: Table<R>) => Pool;
  /** When something ends by itself. */
  readonly deadlinesOf: (teams: Teams, row: R) => Instant[];
  /** When it may be served by more agents than before: of no consequence while no slot is free. */
  readonly openingsOf: (teams: Teams, row: R) => Instant[];
}

const empty: Queue = { lines: PersistentMap(), wakes: null, deadlines: null, held: 0 };

export const shapeOf = (teams: Teams, request: Request): Shape => ({
  steps: request.steps.map(({ team, opensAt }) => ({ team, delayMs: opensAt - request.requestedAt })),
  skills: request.skills,
  language: request.language,
  channel: request.channel,
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
  { firstResponseTimeoutSeconds }: RoutingSettings,
  { agent, assignedAt, customer }: Extract<HandoffState, { is: 'assigned' }>,
): Instant[] =>
  firstResponseTimeoutSeconds === 0 || agent.is === 'responded' || customer === 'left'
    ? []
    : [agent.returnsAt ?? assignedAt + firstResponseTimeoutSeconds * 1000];

const deadlinesOf = ({ settings }: Teams, handoff: HandoffState): Instant[] => {
  if (handoff.is === 'waiting') return [];
  return handoff.is === 'assigned' ? endsOfSilence(settings, handoff) : [handoff.expiresAt];
};

const openingsOf = ({ settings }: Teams, { is, request }: HandoffState): Instant[] =>
  is === 'waiting' ? openingsFor(settings, request) : [];

const aloneUntil = ({ preferredSeconds }: RoutingSettings, { requestedAt }: Request): Instant =>
  requestedAt + preferredSeconds * 1000;

/** Once who is preferred was asked alone for long enough, nobody is. */
export const preferring = (settings: RoutingSettings, request: Request, now: Instant): Request =>
  request.preferred === null || now < aloneUntil(settings, request) ? request : { ...request, preferred: null };

/** When more agents may be asked for one who waits. */
export const openingsFor = (settings: RoutingSettings, request: Request): Instant[] => [
  ...request.steps.flatMap(({ opensAt }) => (opensAt > request.requestedAt ? [opensAt] : [])),
  ...(request.preferred === null ? [] : [aloneUntil(settings, request)]),
  ...(request.seniorFirst ? [request.requestedAt + settings.seniorFirstSeconds * 1000] : []),
  ...request.refusals.map((refusal) => refusal.at + settings.declineCooldownSeconds * 1000),
];

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
export const rowIndex = <R extends Row>(teams: Teams, kind: RowKind<R>): RowIndex<R> => {
  const inLine = (
    lines: Queue['lines'],
    row: R | undefined,
    edit: (tree: Moments, moment: Moment) => Moments,
  ): Queue['lines'] => {
    if (row?.is !== 'waiting') return lines;
    const shape = shapeOf(teams, row.request);
    const key = JSON.stringify(shape);
    const line = lines.get(key);
    const waiting = edit(line?.waiting ?? null, { at: row.request.requestedAt, id: row.request.handoffId });
    return waiting === null ? lines.delete(key) : lines.set(key, { shape: line?.shape ?? shape, waiting });
  };

  const deadlines = (row: R | undefined): Instant[] => (row === undefined ? [] : kind.deadlinesOf(teams, row));
  const openings = (row: R | undefined): Instant[] => (row === undefined ? [] : kind.openingsOf(teams, row));
  const replaced = (queue: Queue, id: string, from: R | undefined, to: R | undefined): Queue => {
    if (from === to) return queue;
    const [endsBefore, endsAfter] = [deadlines(from), deadlines(to)];
    const [before, after] = [
      [...endsBefore, ...openings(from)],
      [...endsAfter, ...openings(to)],
    ];
    const fewer = editing(queue.wakes, id, before, after, withoutMoment);
    const fewerEnds = editing(queue.deadlines, id, endsBefore, endsAfter, withoutMoment);
    return {
      lines: inLine(inLine(queue.lines, from, withoutMoment), to, withMoment),
      wakes: editing(fewer, id, after, before, withMoment),
      deadlines: editing(fewerEnds, id, endsAfter, endsBefore, withMoment),
      held: queue.held + (to?.is === 'assigned' ? 1 : 0) - (from?.is === 'assigned' ? 1 : 0),
    };
  };

  const derive = (rows: Table<R>): Queue =>
    rows.values().reduce((next, row) => replaced(next, row.request.handoffId, undefined, row), empty);

  const of = (pool: Pool): Queue => kind.tableOf(pool).derived(derive);

  const set = (pool: Pool, id: string, rows: Table<R>): Pool => {
    rows.derived(derive, () => replaced(of(pool), id, kind.tableOf(pool).get(id), rows.get(id)));
    return kind.with(pool, rows);
  };

  const lineOf = (pool: Pool, handoffId: string): Line | undefined => {
    const row = kind.tableOf(pool).get(handoffId);
    return row?.is === 'waiting' ? of(pool).lines.get(JSON.stringify(shapeOf(teams, row.request))) : undefined;
  };

  return {
    of,
    lineOf,
    put: (pool, row) => set(pool, row.request.handoffId, kind.tableOf(pool).set(row.request.handoffId, row)),
    remove: (pool, handoffId) => set(pool, handoffId, kind.tableOf(pool).delete(handoffId)),
  };
};

export const queueIndex = (teams: Teams): QueueIndex =>
  rowIndex(teams, {
    tableOf: ({ handoffs }) => handoffs,
    with: (pool, handoffs) => ({ ...pool, handoffs }),
    deadlinesOf,
    openingsOf,
  });
