import type { DataOf, EventOf, Instant, Tick } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import { type Calibration, initialCalibration } from './forecast/calibration.ts';
import { emptyHistory, type History, historyTables } from './history.ts';
import type { OpenForecast } from './open-forecasts.ts';
import { inserted } from './ordered-set.ts';
import { editLine, type QueueLines, type WaitingHandoff } from './queue-lines.ts';
import { emptyHandling, emptyPatience, type Handling, type Mean, type Patience } from './rates.ts';
import type { WaitSettings } from './settings.ts';
import { ESTIMATORS } from './wait-quantiles.ts';

export type PoolEvent =
  | 'HandoffQueued'
  | 'HandoffOfferedToAgent'
  | 'HandoffAssigned'
  | 'HandoffReturned'
  | 'CallbackBooked'
  | 'CallbackAssigned'
  | 'CallbackReturned'
  | 'CallbackAttempted'
  | 'CallbackEnded'
  | 'TicketFiled'
  | 'HandoffAbandoned'
  | 'HandoffClosed'
  | 'TeamUnstaffed'
  | 'AgentPresenceChanged';

/** What the desk also tells, and routing's own events say again once they are decided: nothing to us. */
export type IgnoredEvent =
  | 'OfferAccepted'
  | 'OfferDeclined'
  | 'TransferRequested'
  | 'TransferRefused'
  | 'AgentReminded'
  | 'AgentFirstResponded'
  | 'WrapUpEnded'
  | 'HandoffResolved'
  | 'CallbackRequested'
  | 'CallbackWindowsRequested'
  | 'CallbackReported'
  | 'CallbackWindowsOffered'
  | 'CallbackRefused'
  | 'CallbackOverdue'
  | 'TicketRequested'
  | 'CustomerLeft';
const ignored: ReadonlySet<string> = new Set<IgnoredEvent>([
  'OfferAccepted',
  'OfferDeclined',
  'TransferRequested',
  'TransferRefused',
  'AgentReminded',
  'AgentFirstResponded',
  'WrapUpEnded',
  'HandoffResolved',
  'CallbackRequested',
  'CallbackWindowsRequested',
  'CallbackReported',
  'CallbackWindowsOffered',
  'CallbackRefused',
  'CallbackOverdue',
  'TicketRequested',
  'CustomerLeft',
]);
export const isRelevant = (event: EventOf<PoolEvent | IgnoredEvent> | Tick): event is EventOf<PoolEvent> | Tick =>
  !ignored.has(event.type);

/** With an agent. Kept whole, since it may come back. */
export interface Assignment {
  readonly agentId: string;
  readonly handoff: WaitingHandoff;
  /** Since when, as one of so many of the agent's. Absent in rows saved before schema 3, as are an agent's. */
  readonly since?: Instant;
  readonly concurrency?: number;
}

export interface Agent {
  readonly status: 'online' | 'away' | 'offline';
  readonly teams: readonly string[];
  readonly capacity: number;
  readonly busy: number;
  /** Of the status; `fresh`: came on duty with it, and is not back from a break. */
  readonly since?: Instant;
  readonly startedShift?: boolean;
}

/** How a subject was queued last: which teams open how many seconds after the request, and until when all of them are closed. */
export interface RouteSettings {
  readonly steps: readonly { readonly team: string; readonly seconds: number }[];
  readonly closedUntil: Instant | null;
}

/** What was last told of one who would join. */
export interface PublishedQueueWait {
  readonly at: Instant;
  readonly announcementKey: string;
  readonly subjects: DataOf<'QueueWaitEstimated'>['subjects'];
  readonly estimator: string;
}

/** Everything the estimate knows of one pool. Rows are plain JSON and saved one by one; `tables` names them. */
export interface Pool extends History {
  readonly is: 'pool';
  readonly poolId: string;
  readonly tenantId: string;
  readonly openedAt: Instant;
  readonly waiting: Table<WaitingHandoff>;
  readonly assignments: Table<Assignment>;
  readonly agents: Table<Agent>;
  /** What was said of the waits that go on, and how what was said of those that ended stood the test. */
  readonly openForecasts: Table<OpenForecast>;
  readonly calibration: Calibration;
  readonly handling: Handling;
  readonly answerTime: Mean | null;
  readonly patience: Patience;
  /** Sum of queuedAt - openedAt over all who wait, milliseconds. */
  readonly queuedSum: number;
  readonly refreshedAt: Instant;
  /** Something changed since then. */
  readonly stale: boolean;
  /** How often it was looked through since without anything having happened. */
  readonly quietRefreshes: number;
  readonly routes: Readonly<Record<string, RouteSettings>>;
  readonly publishedQueue: PublishedQueueWait | null;
  /** The next instant at which teams open that someone waits for. */
  readonly nextOpeningAt: Instant | null;
  /** The lines by the teams they wait for. Derived from `waiting`, never saved (JSON passes symbols over), rebuilt where it is missing. */
  readonly [queueLines]?: CachedLines;
}
export const poolTables = ['waiting', 'assignments', 'agents', 'openForecasts', ...historyTables] as const;

/** Version of the saved root. 2: `quiet`; 3: what the twin learns from; 4: `proof`. */
export const poolSchemaVersion = 4;
export const upcastPool = (root: unknown, from: number): Pool => {
  const before = root as Pool;
  const quietRefreshes = from < 2 ? { quietRefreshes: 0 } : {};
  const history = emptyHistory(before.openedAt);
  const publishedQueue =
    from < 3 ? { tenantId: before.poolId, routes: {}, publishedQueue: null, nextOpeningAt: null } : {};
  return {
    ...history,
    ...before,
    ...quietRefreshes,
    ...publishedQueue,
    openForecasts: Table.of<OpenForecast>(),
    calibration: initialCalibration(ESTIMATORS.length),
  };
};

export const queueLines = Symbol('lines');

/** The lines and the settings they were ordered under: under others they are made anew. */
export interface CachedLines {
  readonly settings: WaitSettings;
  readonly lines: QueueLines;
}

export const queueLinesOf = (pool: Pool, settings: WaitSettings): QueueLines =>
  pool[queueLines]?.settings === settings
    ? pool[queueLines].lines
    : pool.waiting.values().reduce<QueueLines>((known, row) => editLine(known, row, settings, inserted), new Map());

export const emptyPool = (event: EventOf<PoolEvent> | Tick): Pool | null =>
  event.type === 'Tick'
    ? null
    : {
        ...emptyHistory(event.at),
        is: 'pool',
        poolId: event.data.poolId,
        tenantId: event.data.tenantId,
        openedAt: event.at,
        waiting: Table.of<WaitingHandoff>(),
        assignments: Table.of<Assignment>(),
        agents: Table.of<Agent>(),
        openForecasts: Table.of<OpenForecast>(),
        calibration: initialCalibration(ESTIMATORS.length),
        handling: emptyHandling,
        answerTime: null,
        patience: emptyPatience,
        queuedSum: 0,
        refreshedAt: event.at,
        stale: false,
        quietRefreshes: 0,
        routes: {},
        publishedQueue: null,
        nextOpeningAt: null,
      };
