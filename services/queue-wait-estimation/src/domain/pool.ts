import type { AgentStatus, DataOf, EventOf, EventType, Instant, Tick } from '@warmline/contracts';
import { withEntry } from '@warmline/messaging/ordered-set';
import { Table } from '@warmline/messaging/table';
import { BLENDED_ESTIMATORS } from './estimators.ts';
import { type Calibration, initialCalibration } from './forecast/calibration.ts';
import { emptyHistory, type History, historyTables } from './history.ts';
import { editLine, type QueueLines, type WaitingHandoff } from './queue-lines.ts';
import { emptyHandling, emptyPatience, type Handling, type Mean, type Patience } from './rates.ts';
import type { WaitSettings } from './settings.ts';

/** The event types that change a pool. Every other type of the input topics, known or not, is skipped. */
const POOL_EVENTS = [
  'HandoffQueued',
  'HandoffOfferedToAgent',
  'HandoffAssigned',
  'HandoffReturned',
  'CallbackBooked',
  'CallbackAssigned',
  'CallbackReturned',
  'CallbackAttempted',
  'CallbackEnded',
  'TicketFiled',
  'HandoffAbandoned',
  'HandoffClosed',
  'TeamUnstaffed',
  'AgentPresenceChanged',
] as const satisfies readonly EventType[];
export type PoolEvent = (typeof POOL_EVENTS)[number];
const poolEvents: ReadonlySet<string> = new Set(POOL_EVENTS);
export const changesPool = (event: EventOf | Tick): event is EventOf<PoolEvent> | Tick =>
  event.type === 'Tick' || poolEvents.has(event.type);

/** A hand-off or callback with an agent. The hand-off is kept whole: it may return to the queue. */
export interface Assignment {
  readonly agentId: string;
  readonly handoff: WaitingHandoff;
  readonly since: Instant;
  /** How many the agent had when it began, itself included. */
  readonly concurrency: number;
}

export interface Agent {
  readonly status: AgentStatus;
  readonly teams: readonly string[];
  readonly capacity: number;
  readonly busy: number;
  /** When the status began. */
  readonly since: Instant;
  /** True if the status began with the shift, false after a break. */
  readonly startedShift: boolean;
}

/** How a subject was last routed: seconds from the request until each team opens, and until when all of them are closed. */
export interface RouteSettings {
  readonly steps: readonly { readonly team: string; readonly seconds: number }[];
  readonly closedUntil: Instant | null;
}

/** The last published estimate for a customer who would join. */
export interface PublishedQueueWait {
  readonly at: Instant;
  readonly announcementKey: string;
  readonly subjects: DataOf<'QueueWaitEstimated'>['subjects'];
  readonly estimator: string;
}

/** The forecast of a wait at its first refresh, kept until the wait ends. */
export interface OpenForecast {
  readonly at: Instant;
  /** Hand-offs of its subject ahead of it. */
  readonly sameSubjectAhead: number;
  readonly regime: number;
  readonly levels: readonly number[];
  /** In the order of `BLENDED_ESTIMATORS`; null: no estimate. */
  readonly medians: readonly (number | null)[];
  /** The blend before recalibration: equally likely waits in seconds, to the millisecond. */
  readonly quantiles: readonly number[];
}

/** The state of one pool. The tables named in `poolTables` are saved row by row, as plain JSON. */
export interface Pool extends History {
  readonly is: 'pool';
  readonly poolId: string;
  readonly tenantId: string;
  readonly openedAt: Instant;
  readonly waiting: Table<WaitingHandoff>;
  readonly assignments: Table<Assignment>;
  readonly agents: Table<Agent>;
  readonly openForecasts: Table<OpenForecast>;
  readonly calibration: Calibration;
  readonly handling: Handling;
  readonly answerTime: Mean | null;
  readonly patience: Patience;
  /** Sum of queuedAt - openedAt over all waiting hand-offs, milliseconds. */
  readonly queuedSum: number;
  readonly refreshedAt: Instant;
  /** True if an event was applied after the last refresh. */
  readonly stale: boolean;
  /** Consecutive refreshes without an event in between. */
  readonly quietRefreshes: number;
  readonly routes: Readonly<Record<string, RouteSettings>>;
  readonly publishedQueue: PublishedQueueWait | null;
  /** The next instant at which the closed teams of a waiting hand-off open. */
  readonly nextOpeningAt: Instant | null;
  /** Cache, derived from `waiting`. Rebuilt on load, never persisted: JSON omits symbols. */
  readonly [queueLines]?: CachedLines;
}
export const poolTables = ['waiting', 'assignments', 'agents', 'openForecasts', ...historyTables] as const;

export const queueLines = Symbol('lines');

/** The lines and the settings that ordered them; other settings rebuild them. */
export interface CachedLines {
  readonly settings: WaitSettings;
  readonly lines: QueueLines;
}

export const queueLinesOf = (pool: Pool, settings: WaitSettings): QueueLines =>
  pool[queueLines]?.settings === settings
    ? pool[queueLines].lines
    : pool.waiting.values().reduce<QueueLines>((known, row) => editLine(known, row, settings, withEntry), new Map());

/** The state a first event begins with. */
export const emptyPool = ({ at, data: { poolId, tenantId } }: EventOf<PoolEvent>): Pool => ({
  ...emptyHistory(at),
  is: 'pool',
  poolId,
  tenantId,
  openedAt: at,
  waiting: Table.of<WaitingHandoff>(),
  assignments: Table.of<Assignment>(),
  agents: Table.of<Agent>(),
  openForecasts: Table.of<OpenForecast>(),
  calibration: initialCalibration(BLENDED_ESTIMATORS.length),
  handling: emptyHandling,
  answerTime: null,
  patience: emptyPatience,
  queuedSum: 0,
  refreshedAt: at,
  stale: false,
  quietRefreshes: 0,
  routes: {},
  publishedQueue: null,
  nextOpeningAt: null,
});
