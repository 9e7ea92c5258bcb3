import type { EventOf, Instant, Tick } from '@warmline/contracts';
import { type Decider, type Output, skip } from '@warmline/messaging/decider';
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

  /** Cache: `decide` and `evolve` share one simulation. */
  const steps = new WeakMap<object, { readonly state: Pool | null; readonly stepOf: Step | null }>();
  const stepOf = (state: Pool | null, event: Input): Step | null => {
    const known = steps.get(event);
    if (known !== undefined && known.state === state) return known.stepOf;
    const computed = computeStep(state, event);
    steps.set(event, { state, stepOf: computed });
    return computed;
  };
  const poolAfter = (state: Pool | null, event: EventOf<PoolEvent> | Tick): Pool | null =>
    event.type === 'Tick' ? state : evolvePool(state ?? emptyPool(event), event, settings);
  const computeStep = (state: Pool | null, event: Input): Step | null => {
    const pool = changesPool(event) ? poolAfter(state, event) : null;
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

  return {
    decide: (event, state) => {
      if (!changesPool(event)) return skip('changes no wait');
      const step = stepOf(state, event);
      if (step === null) return [];
      const { pool, refresh } = step;
      const ended = event.type === 'HandoffAssigned' ? promiseOutcome(state, event) : [];
      const entering = event.type === 'HandoffQueued' ? pool.waiting.get(event.data.handoffId) : undefined;
      if (entering === undefined && !refresh) return ended;
      const view = step.view();
      const arrival = entering === undefined ? null : arrivalEstimate(pool, entering, view, settings);
      const first: Output<WaitEvent>[] = arrival === null ? [] : [arrival];
      if (!refresh) return first;
      const others = changedEstimates(pool, view, entering?.handoffId ?? null, settings);
      return [...ended, ...first, ...others, ...changedQueueWait(pool, view, settings)];
    },

    evolve: (state, event) => {
      switch (event.type) {
        case 'WaitEstimated':
          return recordAnnouncement(state, event, settings);
        case 'QueueWaitEstimated':
          return recordQueueWait(state, event);
      }
      const step = stepOf(state, event);
      if (step === null) return state;
      const { pool, refresh } = step;
      const isTick = event.type === 'Tick';
      if (!refresh) return isTick ? pool : { ...pool, stale: true };
      const isOpeningPast = pool.nextOpeningAt !== null && pool.nextOpeningAt <= event.at;
      return {
        ...trackForecasts(pool, step.view(), settings),
        refreshedAt: Math.max(pool.refreshedAt, event.at),
        stale: false,
        quietRefreshes: isTick && !pool.stale ? pool.quietRefreshes + 1 : 0,
        nextOpeningAt: isOpeningPast ? nextOpening(pool, event.at) : pool.nextOpeningAt,
      };
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
