import type { DataOf, Heard, Instant, Tick } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import type { Awaited } from './awaited.ts';
import { type Proof, unproven } from './forecast/proof.ts';
import { type School, schoolOf, schoolTables } from './learning.ts';
import { changed, type Lines, type Waiting } from './lines.ts';
import { entered } from './order.ts';
import { ESTIMATORS } from './quantiles.ts';
import { type Handling, type Mean, type Patience, unhandled, untried } from './rates.ts';
import type { WaitSettings } from './settings.ts';

export type Told =
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
export type Passed =
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
const passed: ReadonlySet<string> = new Set<Passed>([
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
export const concerns = (event: Heard<Told | Passed> | Tick): event is Heard<Told> | Tick => !passed.has(event.type);

/** With an agent. Kept whole, since it may come back. */
export interface Serving {
  readonly agentId: string;
  readonly handoff: Waiting;
  /** Since when, as one of so many of the agent's. Absent in rows saved before schema 3, as are an agent's. */
  readonly since?: Instant;
  readonly together?: number;
}

export interface Agent {
  readonly status: 'online' | 'away' | 'offline';
  readonly teams: readonly string[];
  readonly capacity: number;
  readonly busy: number;
  /** Of the status; `fresh`: came on duty with it, and is not back from a break. */
  readonly since?: Instant;
  readonly fresh?: boolean;
}

/** How a subject was queued last: which teams open how many seconds after the request, and until when all of them are closed. */
export interface Law {
  readonly steps: readonly { readonly team: string; readonly seconds: number }[];
  readonly closedUntil: Instant | null;
}

/** What was last told of one who would join. */
export interface QueueTold {
  readonly at: Instant;
  readonly what: string;
  readonly subjects: DataOf<'QueueWaitEstimated'>['subjects'];
  readonly estimator: string;
}

/** Everything the estimate knows of one pool. Rows are plain JSON and saved one by one; `tables` names them. */
export interface Pool extends School {
  readonly is: 'pool';
  readonly poolId: string;
  readonly tenantId: string;
  readonly openedAt: Instant;
  readonly waiting: Table<Waiting>;
  readonly serving: Table<Serving>;
  readonly agents: Table<Agent>;
  /** What was said of the waits that go on, and how what was said of those that ended stood the test. */
  readonly awaited: Table<Awaited>;
  readonly proof: Proof;
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
  readonly laws: Readonly<Record<string, Law>>;
  readonly queue: QueueTold | null;
  /** The next instant at which teams open that someone waits for. */
  readonly opensAt: Instant | null;
  /** The lines by the teams they wait for. Derived from `waiting`, never saved (JSON passes symbols over), rebuilt where it is missing. */
  readonly [lines]?: Lines;
}
export const tables = ['waiting', 'serving', 'agents', 'awaited', ...schoolTables] as const;

/** Version of the saved root. 2: `quiet`; 3: what the twin learns from; 4: `proof`. */
export const schema = 4;
export const upcast = (root: unknown, from: number): Pool => {
  const before = root as Pool;
  const quiet = from < 2 ? { quiet: 0 } : {};
  const school = schoolOf(before.openedAt);
  const queue = from < 3 ? { tenantId: before.poolId, laws: {}, queue: null, opensAt: null } : {};
  return { ...school, ...before, ...quiet, ...queue, awaited: Table.of<Awaited>(), proof: unproven(ESTIMATORS.length) };
};

export const lines = Symbol('lines');

export const linesOf = (pool: Pool, settings: WaitSettings): Lines =>
  pool[lines] ?? pool.waiting.values().reduce<Lines>((known, row) => changed(known, row, settings, entered), new Map());

export const opened = (event: Heard<Told> | Tick): Pool | null =>
  event.type === 'Tick'
    ? null
    : {
        ...schoolOf(event.at),
        is: 'pool',
        poolId: event.data.poolId,
        tenantId: event.data.tenantId,
        openedAt: event.at,
        waiting: Table.of<Waiting>(),
        serving: Table.of<Serving>(),
        agents: Table.of<Agent>(),
        awaited: Table.of<Awaited>(),
        proof: unproven(ESTIMATORS.length),
        handling: unhandled,
        answer: null,
        patience: untried,
        queuedSum: 0,
        refreshedAt: event.at,
        stale: false,
        quiet: 0,
        laws: {},
        queue: null,
        opensAt: null,
      };
