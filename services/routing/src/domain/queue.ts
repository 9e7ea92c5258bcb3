import type { Instant, Skill } from '@warmline/contracts';
import { type Entry, type OrderedSet, withEntry, withoutEntry } from '@warmline/messaging/ordered-set';
import type { Table } from '@warmline/messaging/table';
import { Map as PersistentMap } from 'immutable';
import type { Alarm, HandoffRequest, HandoffState, Pool } from './pool.ts';
import {
  agentSelectionFor,
  priorityLevel,
  type RoutingSettings,
  type SelectionCriterion,
  type Teams,
} from './teams.ts';

/** Everything that decides who may serve a hand-off, except its age and its declines. */
export interface RoutingRequirements {
  readonly steps: readonly { readonly team: string; readonly delayMs: number }[];
  readonly skills: readonly Skill[];
  readonly language: string;
  readonly channel: string;
  readonly seniorFirst: boolean;
  readonly transferredTo: string | null;
  readonly preferredAgentId: string | null;
  readonly raisedAlarms: readonly Alarm[];
  readonly level: number;
  readonly weight: number;
  readonly agentSelection: readonly SelectionCriterion[];
}

/** The waiting hand-offs with the same requirements, oldest first. Their delays are equal, so a later one never becomes eligible before an earlier one. */
export interface QueueLine {
  readonly requirements: RoutingRequirements;
  readonly waiting: OrderedSet;
}

/** Derived from a table of hand-offs; never saved. `timers` has every instant at which something happens by itself; `deadlines` has those that matter even without free capacity. */
export interface Queue {
  readonly lines: PersistentMap<string, QueueLine>;
  readonly timers: OrderedSet;
  readonly deadlines: OrderedSet;
  /** How many hand-offs agents have. */
  readonly assignedCount: number;
}

interface QueueRow {
  readonly is: string;
  readonly request: HandoffRequest;
}

export interface RowIndex<R extends QueueRow> {
  readonly of: (pool: Pool) => Queue;
  /** The line a row waits in; undefined if it does not wait. */
  readonly lineOf: (pool: Pool, handoffId: string) => QueueLine | undefined;
  readonly put: (pool: Pool, row: R) => Pool;
  readonly remove: (pool: Pool, handoffId: string) => Pool;
}
export type QueueIndex = RowIndex<HandoffState>;

/** Where a pool keeps rows of one kind, and at which instants something happens to them by itself. */
export interface RowKind<R extends QueueRow> {
  readonly tableOf: (pool: Pool) => Table<R>;
  readonly withRows: (pool: Pool, rows: Table<R>) => Pool;
  /** When something expires. */
  readonly deadlinesOf: (teams: Teams, row: R) => Instant[];
  /** When more agents may serve it than before; irrelevant while no capacity is free. */
  readonly eligibilityChangesOf: (teams: Teams, row: R) => Instant[];
}

const emptyQueue: Queue = { lines: PersistentMap(), timers: null, deadlines: null, assignedCount: 0 };

export const requirementsOf = (teams: Teams, request: HandoffRequest): RoutingRequirements => ({
  steps: request.steps.map(({ team, opensAt }) => ({ team, delayMs: opensAt - request.requestedAt })),
  skills: request.skills,
  language: request.language,
  channel: request.channel,
  seniorFirst: request.seniorFirst,
  transferredTo: request.transferredTo,
  preferredAgentId: request.preferredAgentId,
  raisedAlarms: request.raisedAlarms,
  level: priorityLevel(teams.settings, request.requestedPriority),
  weight: request.weight,
  agentSelection: agentSelectionFor(teams, request.steps[0]?.team),
});

/** When an agent without a first response is reminded or loses the hand-off. At most one instant. */
export const firstResponseDeadlines = (
  { firstResponseTimeoutSeconds }: RoutingSettings,
  { firstResponse, assignedAt, customer }: Extract<HandoffState, { is: 'assigned' }>,
): Instant[] =>
  firstResponseTimeoutSeconds === 0 || firstResponse.is === 'responded' || customer === 'left'
    ? []
    : [firstResponse.returnsAt ?? assignedAt + firstResponseTimeoutSeconds * 1000];

/** When a hand-off whose customer has left is closed without an outcome. At most one instant. */
export const outcomeDeadlines = (
  { outcomeTimeoutSeconds }: RoutingSettings,
  { customerLeftAt }: Extract<HandoffState, { is: 'assigned' }>,
): Instant[] => (customerLeftAt === undefined ? [] : [customerLeftAt + outcomeTimeoutSeconds * 1000]);

const deadlinesOf = ({ settings }: Teams, handoff: HandoffState): Instant[] => {
  if (handoff.is === 'waiting') return [];
  return handoff.is === 'assigned'
    ? [...firstResponseDeadlines(settings, handoff), ...outcomeDeadlines(settings, handoff)]
    : [handoff.expiresAt];
};

const eligibilityChangesOf = ({ settings }: Teams, { is, request }: HandoffState): Instant[] =>
  is === 'waiting' ? eligibilityChanges(settings, request) : [];

const preferredUntil = ({ preferredAgentSeconds }: RoutingSettings, { requestedAt }: HandoffRequest): Instant =>
  requestedAt + preferredAgentSeconds * 1000;

/** Clears the preferred agent once `preferredAgentSeconds` are over. */
export const expirePreference = (settings: RoutingSettings, request: HandoffRequest, now: Instant): HandoffRequest =>
  request.preferredAgentId === null || now < preferredUntil(settings, request)
    ? request
    : { ...request, preferredAgentId: null };

/** When more agents may be offered a waiting hand-off. */
export const eligibilityChanges = (settings: RoutingSettings, request: HandoffRequest): Instant[] => [
  ...request.steps.flatMap(({ opensAt }) => (opensAt > request.requestedAt ? [opensAt] : [])),
  ...(request.preferredAgentId === null ? [] : [preferredUntil(settings, request)]),
  ...(request.seniorFirst ? [request.requestedAt + settings.seniorFirstSeconds * 1000] : []),
  ...request.declines.map((decline) => decline.at + settings.declineCooldownSeconds * 1000),
];

/** Applies `edit` for each of `instants` that is not in `excluded`. */
const editEntries = (
  set: OrderedSet,
  id: string,
  instants: readonly Instant[],
  excluded: readonly Instant[],
  edit: (set: OrderedSet, entry: Entry) => OrderedSet,
): OrderedSet => instants.reduce((next, at) => (excluded.includes(at) ? next : edit(next, { at, id })), set);

/**
 * Keeps the queue of each version of a table up to date, in O(log n) a change. Cache; rebuilt on load, never persisted.
 * A queue built from loaded rows equals the one that was kept.
 */
export const createRowIndex = <R extends QueueRow>(teams: Teams, kind: RowKind<R>): RowIndex<R> => {
  const editLine = (
    lines: Queue['lines'],
    row: R | undefined,
    edit: (set: OrderedSet, entry: Entry) => OrderedSet,
  ): Queue['lines'] => {
    if (row?.is !== 'waiting') return lines;
    const requirements = requirementsOf(teams, row.request);
    const key = JSON.stringify(requirements);
    const line = lines.get(key);
    const waiting = edit(line?.waiting ?? null, { at: row.request.requestedAt, id: row.request.handoffId });
    return waiting === null
      ? lines.delete(key)
      : lines.set(key, { requirements: line?.requirements ?? requirements, waiting });
  };

  const deadlines = (row: R | undefined): Instant[] => (row === undefined ? [] : kind.deadlinesOf(teams, row));
  const eligibilityChangesFor = (row: R | undefined): Instant[] =>
    row === undefined ? [] : kind.eligibilityChangesOf(teams, row);
  const replaceRow = (queue: Queue, id: string, from: R | undefined, to: R | undefined): Queue => {
    if (from === to) return queue;
    const [deadlinesBefore, deadlinesAfter] = [deadlines(from), deadlines(to)];
    const [before, after] = [
      [...deadlinesBefore, ...eligibilityChangesFor(from)],
      [...deadlinesAfter, ...eligibilityChangesFor(to)],
    ];
    const keptTimers = editEntries(queue.timers, id, before, after, withoutEntry);
    const keptDeadlines = editEntries(queue.deadlines, id, deadlinesBefore, deadlinesAfter, withoutEntry);
    return {
      lines: editLine(editLine(queue.lines, from, withoutEntry), to, withEntry),
      timers: editEntries(keptTimers, id, after, before, withEntry),
      deadlines: editEntries(keptDeadlines, id, deadlinesAfter, deadlinesBefore, withEntry),
      assignedCount: queue.assignedCount + (to?.is === 'assigned' ? 1 : 0) - (from?.is === 'assigned' ? 1 : 0),
    };
  };

  const buildQueue = (rows: Table<R>): Queue =>
    rows.values().reduce((next, row) => replaceRow(next, row.request.handoffId, undefined, row), emptyQueue);

  const of = (pool: Pool): Queue => kind.tableOf(pool).derive(buildQueue);

  const set = (pool: Pool, id: string, rows: Table<R>): Pool => {
    rows.derive(buildQueue, () => replaceRow(of(pool), id, kind.tableOf(pool).get(id), rows.get(id)));
    return kind.withRows(pool, rows);
  };

  const lineOf = (pool: Pool, handoffId: string): QueueLine | undefined => {
    const row = kind.tableOf(pool).get(handoffId);
    return row?.is === 'waiting' ? of(pool).lines.get(JSON.stringify(requirementsOf(teams, row.request))) : undefined;
  };

  return {
    of,
    lineOf,
    put: (pool, row) => set(pool, row.request.handoffId, kind.tableOf(pool).set(row.request.handoffId, row)),
    remove: (pool, handoffId) => set(pool, handoffId, kind.tableOf(pool).delete(handoffId)),
  };
};

export const createQueueIndex = (teams: Teams): QueueIndex =>
  createRowIndex(teams, {
    tableOf: ({ handoffs }) => handoffs,
    withRows: (pool, handoffs) => ({ ...pool, handoffs }),
    deadlinesOf,
    eligibilityChangesOf,
  });
