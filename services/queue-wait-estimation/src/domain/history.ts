import type { AgentStatus, Instant } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import { arrivalModel, DAY_SECONDS, HALF_HOUR_SECONDS } from './forecast/arrival-model.ts';
import { dutyCalendar } from './forecast/duty-calendar.ts';
import { handlingModel } from './forecast/handling-model.ts';
import { patienceModel } from './forecast/patience-model.ts';
import type { LearnedModel } from './forecast/simulation-start.ts';
import { type WaitHistory, waitHistory } from './forecast/wait-history.ts';

/** What the models learn from one event; `t` in seconds. */
export type Observation =
  | {
      readonly kind: 'handling';
      readonly subject: string;
      readonly agentId: string;
      readonly seconds: number;
      readonly concurrency: number;
    }
  | {
      readonly kind: 'wait';
      readonly subject: string;
      readonly seconds: number;
      readonly abandoned: boolean;
      /** At its first refresh: hand-offs of its subject ahead, and seconds until the end. Absent where it had no forecast. */
      readonly firstRefresh?: { readonly ahead: number; readonly seconds: number };
    }
  | { readonly kind: 'arrival'; readonly subject: string; readonly level: number; readonly t: number }
  | { readonly kind: 'duty'; readonly agentId: string; readonly status: AgentStatus; readonly t: number };
type HandlingObservation = Extract<Observation, { kind: 'handling' }>;
type WaitObservation = Extract<Observation, { kind: 'wait' }>;

/** Requests of one subject in one half-hour, by priority level. */
interface ArrivalCount {
  readonly t: number;
  readonly subject: string;
  readonly levels: readonly number[];
}
interface DutyHistory {
  readonly agentId: string;
  readonly changes: readonly { readonly t: number; readonly status: AgentStatus }[];
}

/**
 * What a pool has learned from, in a bounded number of plain JSON rows. New observations wait in `observations` and are applied
 * together at a model refresh. The model is a function of the other rows alone, which change only then: a pool loaded from the database
 * makes the same estimates as one kept in memory.
 */
export interface History {
  readonly observations: Table<Observation>;
  readonly handlings: Table<Numbered<HandlingObservation>>;
  readonly waits: Table<Numbered<WaitObservation>>;
  readonly arrivalCounts: Table<ArrivalCount>;
  readonly dutyHistories: Table<DutyHistory>;
  readonly modelRefresh: ModelRefresh;
}
type Numbered<T> = T & { readonly n: number };
export interface ModelRefresh {
  readonly at: Instant;
  /** Observations applied so far, and of them handlings and waits. */
  readonly n: number;
  readonly handlings: number;
  readonly waits: number;
}
export const historyTables = ['observations', 'handlings', 'waits', 'arrivalCounts', 'dutyHistories'] as const;

export const emptyHistory = (at: Instant): History => ({
  observations: Table.of<Observation>(),
  handlings: Table.of<Numbered<HandlingObservation>>(),
  waits: Table.of<Numbered<WaitObservation>>(),
  arrivalCounts: Table.of<ArrivalCount>(),
  dutyHistories: Table.of<DutyHistory>(),
  modelRefresh: { at, n: 0, handlings: 0, waits: 0 },
});

const MAX_HANDLINGS = 3_000;
const MAX_WAITS = 2_000;
const MAX_DUTY_CHANGES = 120;
const RETENTION_DAYS = 14;
/** Milliseconds from one model refresh to the next; earlier where `MAX_PENDING_OBSERVATIONS` wait. */
export const MODEL_REFRESH_MS = 300_000;
const MAX_PENDING_OBSERVATIONS = 300;
/** With fewer handlings there is no model, and no simulation. */
const MIN_HANDLINGS = 30;

export const recordObservation = <S extends History>(history: S, observation: Observation): S => {
  const { observations, modelRefresh } = history;
  return { ...history, observations: observations.set(String(modelRefresh.n + observations.size), observation) };
};

/** Applies the pending observations where a refresh is due. */
export const refreshModel = <S extends History>(history: S, at: Instant): S => {
  const { observations, modelRefresh } = history;
  if (
    observations.size === 0 ||
    (observations.size < MAX_PENDING_OBSERVATIONS && at - modelRefresh.at < MODEL_REFRESH_MS)
  )
    return history;
  let { handlings, waits, arrivalCounts, dutyHistories } = history;
  let next: ModelRefresh = { ...modelRefresh, at, n: modelRefresh.n + observations.size };
  for (let n = modelRefresh.n; n < next.n; n++) {
    const observation = observations.get(String(n));
    switch (observation?.kind) {
      case 'handling':
        handlings = handlings.set(String(next.handlings % MAX_HANDLINGS), { ...observation, n: next.handlings });
        next = { ...next, handlings: next.handlings + 1 };
        break;
      case 'wait':
        waits = waits.set(String(next.waits % MAX_WAITS), { ...observation, n: next.waits });
        next = { ...next, waits: next.waits + 1 };
        break;
      case 'arrival':
        arrivalCounts = countArrival(arrivalCounts, observation);
        break;
      case 'duty': {
        const { agentId, t, status } = observation;
        const changes = [...(dutyHistories.get(agentId)?.changes ?? []), { t, status }].slice(-MAX_DUTY_CHANGES);
        dutyHistories = dutyHistories.set(agentId, { agentId, changes });
        break;
      }
      case undefined:
    }
  }
  const since = at / 1000 - RETENTION_DAYS * DAY_SECONDS;
  for (const id of arrivalCounts.ids())
    if ((arrivalCounts.get(id)?.t ?? 0) < since) arrivalCounts = arrivalCounts.delete(id);
  for (const id of dutyHistories.ids())
    if ((dutyHistories.get(id)?.changes.at(-1)?.t ?? 0) < since) dutyHistories = dutyHistories.delete(id);
  const none = observations.ids().reduce((left, id) => left.delete(id), observations);
  return { ...history, observations: none, handlings, waits, arrivalCounts, dutyHistories, modelRefresh: next };
};

const countArrival = (
  arrivalCounts: Table<ArrivalCount>,
  { subject, level, t }: Extract<Observation, { kind: 'arrival' }>,
) => {
  const bin = Math.floor(t / HALF_HOUR_SECONDS);
  const id = `${bin}/${subject}`;
  const before = arrivalCounts.get(id)?.levels ?? [];
  const levels = Array.from({ length: Math.max(before.length, level + 1) }, (_, i) => before[i] ?? 0);
  levels[level] = (levels[level] ?? 0) + 1;
  return arrivalCounts.set(id, { t: bin * HALF_HOUR_SECONDS, subject, levels });
};

export interface PoolModel extends LearnedModel {
  readonly waitHistory: WaitHistory;
}

/** Cache, one model for each refresh; rebuilt on load, never persisted. */
const modelCache = new WeakMap<ModelRefresh, PoolModel>();

/** Null while too little is known for a simulation. */
export const modelOf = (history: History): PoolModel | null => {
  if (history.modelRefresh.handlings < MIN_HANDLINGS) return null;
  const known = modelCache.get(history.modelRefresh);
  if (known !== undefined) return known;
  const model = {
    ...{ handling: handlingModel(), patience: patienceModel(), arrivals: arrivalModel(), calendar: dutyCalendar() },
    waitHistory: waitHistory(),
  };
  const inOrder = <T>(table: Table<Numbered<T>>): Numbered<T>[] => table.values().sort((a, b) => a.n - b.n);
  for (const { subject, agentId, seconds, concurrency } of inOrder(history.handlings))
    model.handling.learn(subject, agentId, seconds, concurrency);
  for (const { subject, seconds, abandoned, firstRefresh } of inOrder(history.waits)) {
    model.patience.learn(subject, seconds, abandoned);
    if (firstRefresh !== undefined)
      model.waitHistory.add(subject, firstRefresh.ahead, { seconds: firstRefresh.seconds, abandoned });
  }
  const changes = history.dutyHistories
    .values()
    .flatMap(({ agentId, changes: own }) => own.map((c) => ({ agentId, ...c })));
  for (const { t, agentId, status } of changes.sort((a, b) => a.t - b.t || (a.agentId < b.agentId ? -1 : 1)))
    model.calendar.learn(t, agentId, status);
  const order = (a: ArrivalCount, b: ArrivalCount): number => a.t - b.t || (a.subject < b.subject ? -1 : 1);
  for (const { t, subject, levels } of history.arrivalCounts.values().sort(order)) {
    // Requests count at the middle of their half-hour, at the latest when the model is refreshed.
    const middle = Math.min(t + HALF_HOUR_SECONDS / 2, Math.max(t, history.modelRefresh.at / 1000));
    levels.forEach((n, level) => void (n > 0 && model.arrivals.learn(middle, subject, level, n)));
  }
  modelCache.set(history.modelRefresh, model);
  return model;
};
