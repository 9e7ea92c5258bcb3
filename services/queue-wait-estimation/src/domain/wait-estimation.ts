import type { EventOf, Instant, Tick } from '@warmline/contracts';
import { type Decider, emit, type Output, skip } from '@warmline/messaging/decider';
import { promiseOutcome, recordAnnouncement } from './announcement-promise.ts';
import { capacitySnapshotOf } from './capacity-snapshot.ts';
import { evolvePool } from './evolve.ts';
import { trackForecasts } from './open-forecasts.ts';
import { changesPool, emptyPool, type Pool, type PoolEvent } from './pool.ts';
import { arrivalEstimate, changedEstimates, changedQueueWait, recordQueueWait } from './published-estimates.ts';
import type { WaitSettings } from './settings.ts';
import { simulateWaits } from './simulate-waits.ts';
import type { PoolView } from './wait-quantiles.ts';

/** The pool after an event, whether the event refreshes the queue, and the view to estimate from. */
interface Step {
  readonly pool: Pool;
  readonly refresh: boolean;
  readonly view: () => PoolView;
}

type WaitEvent = 'WaitEstimated' | 'WaitPromiseEnded' | 'QueueWaitEstimated';
/** Events of any type may arrive, unknown ones too; all but `PoolEvent` are skipped. */
type Input = EventOf | Tick;

/**
 * Position and wait of every hand-off in a pool's queue, and of a customer who would join. An entering hand-off is estimated at once,
 * the others when their announcement changes, each at most once in `repeatAfterSeconds`. An event costs O(log waiting + agents). A
 * refresh costs one set of simulation runs and is rationed by time: its share of a core is bounded, whatever the queue's length.
 * The stage needs `poolTables` as its tables.
 */
export const waitEstimation = (settings: WaitSettings): Decider<Pool, PoolEvent, WaitEvent, Input> => {
  const minRefreshMs = ({ waiting, agents }: Pool): number => {
    const { refreshEverySeconds, refreshAfterMs, perWaitingMs, perAgentMs } = settings;
    return Math.min(
      refreshEverySeconds * 1000,
      refreshAfterMs + waiting.size * perWaitingMs + agents.size * perAgentMs,
    );
  };
  /** Milliseconds from one refresh to the next while no event comes. */
  const quietRefreshMs = ({ quietRefreshes }: Pool): number =>
    Math.min(settings.refreshEverySeconds * 2 ** quietRefreshes, settings.refreshAtLeastEverySeconds) * 1000;
  /** An empty queue is refreshed by ticks only. */
  const isRefreshDue = (pool: Pool, { type, at }: { readonly type: string; readonly at: Instant }): boolean =>
    (pool.waiting.size > 0 || type === 'Tick') && at - pool.refreshedAt >= minRefreshMs(pool);

  const poolAfter = (state: Pool | null, event: EventOf<PoolEvent> | Tick): Pool | null =>
    event.type === 'Tick' ? state : evolvePool(state ?? emptyPool(event), event, settings);
  const stepOf = (state: Pool | null, event: EventOf<PoolEvent> | Tick): Step | null => {
    const pool = poolAfter(state, event);
    if (pool === null) return null;
    const refresh = isRefreshDue(pool, event);
    let view: PoolView | undefined;
    const computeView = (): PoolView => {
      const snapshot = capacitySnapshotOf(pool, settings, event.at);
      const simulated = refresh ? simulateWaits(pool, settings, event.at) : null;
      return { snapshot, simulated, calibration: pool.calibration, waitingCount: pool.waiting.size };
    };
    return {
      pool,
      refresh,
      view: () => {
        view ??= computeView();
        return view;
      },
    };
  };

  const outputsOf = (
    { pool, refresh, view }: Step,
    state: Pool | null,
    event: EventOf<PoolEvent> | Tick,
  ): readonly Output<WaitEvent>[] => {
    const ended = event.type === 'HandoffAssigned' ? promiseOutcome(state, event) : [];
    const entering = event.type === 'HandoffQueued' ? pool.waiting.get(event.data.handoffId) : undefined;
    if (entering === undefined && !refresh) return ended;
    const arrival = entering === undefined ? null : arrivalEstimate(pool, entering, view(), settings);
    const first: Output<WaitEvent>[] = arrival === null ? [] : [arrival];
    if (!refresh) return first;
    const others = changedEstimates(pool, view(), entering?.handoffId ?? null, settings);
    return [...ended, ...first, ...others, ...changedQueueWait(pool, view(), settings)];
  };

  const stateAfter = ({ pool, refresh, view }: Step, { type, at }: EventOf<PoolEvent> | Tick): Pool => {
    const isTick = type === 'Tick';
    if (!refresh) return isTick ? pool : { ...pool, stale: true };
    const isOpeningPast = pool.nextOpeningAt !== null && pool.nextOpeningAt <= at;
    return {
      ...trackForecasts(pool, view(), settings),
      refreshedAt: Math.max(pool.refreshedAt, at),
      stale: false,
      quietRefreshes: isTick && !pool.stale ? pool.quietRefreshes + 1 : 0,
      nextOpeningAt: isOpeningPast ? nextOpening(pool, at) : pool.nextOpeningAt,
    };
  };

  /** The state after an output of this decider, published at `at`. */
  const recordOutput = (state: Pool | null, output: Output<WaitEvent>, at: Instant): Pool | null => {
    switch (output.type) {
      case 'WaitEstimated':
        return recordAnnouncement(state, at, output.data, settings);
      case 'QueueWaitEstimated':
        return recordQueueWait(state, at, output.data);
      case 'WaitPromiseEnded':
        return state;
    }
  };

  return {
    /** Returns the next state too: outputs and state share one simulation. */
    decide: (event, state) => {
      if (!changesPool(event)) return skip('changes no wait');
      const step = stepOf(state, event);
      if (step === null) return { state, verdict: emit() };
      const outputs = outputsOf(step, state, event);
      const next = outputs.reduce<Pool | null>(
        (before, output) => recordOutput(before, output, event.at),
        stateAfter(step, event),
      );
      return { state: next, verdict: emit(...outputs) };
    },

    evolve: (state, event) => {
      switch (event.type) {
        case 'WaitEstimated':
        case 'QueueWaitEstimated':
        case 'WaitPromiseEnded':
          return recordOutput(state, event, event.at);
      }
      if (!changesPool(event)) return state;
      const step = stepOf(state, event);
      return step === null ? state : stateAfter(step, event);
    },

    due: (pool) => {
      const { refreshedAt, nextOpeningAt, stale, waiting, routes } = pool;
      if (waiting.size === 0)
        return stale && Object.keys(routes).length > 0 ? refreshedAt + settings.refreshEverySeconds * 1000 : null;
      const soonest = refreshedAt + minRefreshMs(pool);
      const nextRefreshAt = stale ? soonest : refreshedAt + quietRefreshMs(pool);
      return nextOpeningAt === null ? nextRefreshAt : Math.min(nextRefreshAt, Math.max(soonest, nextOpeningAt));
    },
  };
};

const nextOpening = ({ waiting }: Pool, at: Instant): Instant | null =>
  waiting.values().reduce<Instant | null>((next, { closedUntil }) => {
    if (closedUntil === null || closedUntil <= at) return next;
    return Math.min(closedUntil, next ?? closedUntil);
  }, null);
