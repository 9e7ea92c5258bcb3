import type { DataOf, EventOf, Instant, Tick } from '@warmline/contracts';
import type { Decider, Output } from '@warmline/messaging/decider';
import { announcementKey } from './announcement.ts';
import { nextAnnouncement, promiseOutcome, recordAnnouncement } from './announcement-promise.ts';
import { capacitySnapshotOf } from './capacity-snapshot.ts';
import { evolvePool } from './evolve.ts';
import { trackForecasts } from './open-forecasts.ts';
import { emptyPool, type IgnoredEvent, isRelevant, type Pool, type PoolEvent } from './pool.ts';
import { countSameSubjectAhead, inQueueOrder, queueAheadOf, queueScanner } from './queue-ahead.ts';
import type { WaitingHandoff } from './queue-lines.ts';
import { queueAnnouncementKey, queueWaitOf, roundToTenth } from './queue-wait.ts';
import type { WaitSettings } from './settings.ts';
import { simulateWaits } from './simulate-waits.ts';
import { arrivalQuantiles, MARKOV, type PoolView, type Quantiles, quantilesOf } from './wait-quantiles.ts';

/** The pool after an event, whether the queue is looked through because of it, and what is then to be seen. */
interface Step {
  readonly pool: Pool;
  readonly refresh: boolean;
  readonly view: () => PoolView;
}

type WaitEvent = 'WaitEstimated' | 'WaitPromiseEnded' | 'QueueWaitEstimated';

/**
 * Position and wait for everyone in a pool's queue, and for one who would join. Who enters is told at once; the others when what they
 * were told has changed, each at most once in `repeatAfterSeconds`. An event costs O(log waiting + agents); looking through the queue
 * costs a set of futures for all, and is rationed by time, so its share of a core is bounded however long the queue.
 * Needs `tables` of pool.ts as the stage's tables.
 */
export const waitEstimation = (settings: WaitSettings): Decider<Pool, PoolEvent | IgnoredEvent, WaitEvent> => {
  const minRefreshMs = ({ waiting, agents }: Pool): number => {
    const { refreshEverySeconds, refreshAfterMs, perWaitingMs, perAgentMs } = settings;
    return Math.min(
      refreshEverySeconds * 1000,
      refreshAfterMs + waiting.size * perWaitingMs + agents.size * perAgentMs,
    );
  };
  /** Milliseconds until the next look where nothing happens. */
  const quietRefreshMs = ({ quietRefreshes }: Pool): number =>
    Math.min(settings.refreshEverySeconds * 2 ** quietRefreshes, settings.refreshAtLeastEverySeconds) * 1000;
  /** An empty queue is looked at by the clock alone. */
  const isRefreshDue = (pool: Pool, { type, at }: { readonly type: string; readonly at: Instant }): boolean =>
    (pool.waiting.size > 0 || type === 'Tick') && at - pool.refreshedAt >= minRefreshMs(pool);

  /** Made once for both halves of a step: neither looks through the queue again. */
  const steps = new WeakMap<object, { readonly state: Pool | null; readonly stepOf: Step | null }>();
  const stepOf = (state: Pool | null, event: EventOf<PoolEvent | IgnoredEvent> | Tick): Step | null => {
    const known = steps.get(event);
    if (known !== undefined && known.state === state) return known.stepOf;
    const computed = computeStep(state, event);
    steps.set(event, { state, stepOf: computed });
    return computed;
  };
  const computeStep = (state: Pool | null, event: EventOf<PoolEvent | IgnoredEvent> | Tick): Step | null => {
    if (!isRelevant(event)) return null;
    const before = state ?? emptyPool(event);
    if (before === null) return null;
    const pool = event.type === 'Tick' ? before : evolvePool(before, event, settings);
    const refresh = isRefreshDue(pool, event);
    let view: PoolView | undefined;
    const lookUp = (): PoolView => {
      const snapshot = capacitySnapshotOf(pool, settings, event.at);
      const simulated = refresh ? simulateWaits(pool, settings, event.at) : null;
      return { snapshot, simulated, calibration: pool.calibration, waitingCount: pool.waiting.size };
    };
    return {
      pool,
      refresh,
      view: () => {
        view ??= lookUp();
        return view;
      },
    };
  };

  /** Null: nothing new may be said. */
  const estimate = (
    pool: Pool,
    handoff: WaitingHandoff,
    peopleAhead: number,
    quantiles: Quantiles | null,
    at: Instant,
  ): Output<'WaitEstimated'> | null => {
    const announcement = nextAnnouncement(handoff.lastAnnouncement, quantiles, at, settings);
    if (announcement === null) return null;
    const { handoffId, conversationId, tenantId } = handoff;
    const seconds =
      quantiles === null
        ? {}
        : {
            p50Seconds: roundToTenth(quantiles.p50),
            p80Seconds: roundToTenth(quantiles.p80),
            p90Seconds: roundToTenth(quantiles.p90),
          };
    const data: DataOf<'WaitEstimated'> = {
      ...{ poolId: pool.poolId, tenantId, handoffId, conversationId },
      position: peopleAhead + 1,
      ...seconds,
      announcement,
      estimator: quantiles?.estimator ?? MARKOV,
    };
    return { type: 'WaitEstimated', data };
  };

  /** From the front: who was told something else, long enough ago. */
  const changedEstimates = (pool: Pool, view: PoolView, except: string | null): Output<WaitEvent>[] => {
    const { snapshot, simulated } = view;
    const outputs: Output<WaitEvent>[] = [];
    const scan = queueScanner(pool, snapshot, settings);
    for (const { row } of inQueueOrder(pool, settings)) {
      if (outputs.length >= settings.maxPerRefresh) break;
      const { ahead, sameSubjectAhead, expected } = scan(
        row,
        simulated === null && row.lastAnnouncement?.promisedUntil == null,
      );
      const last = row.lastAnnouncement;
      if (row.handoffId === except) continue;
      if (last !== null && snapshot.at - last.at < settings.repeatAfterSeconds * 1000) continue;
      if (expected !== null && last?.announcementKey === announcementKey(ahead.people + 1, expected, settings))
        continue;
      const quantiles = quantilesOf(row, { load: ahead.load, sameSubjectAhead }, view);
      const output = estimate(pool, row, ahead.people, quantiles, snapshot.at);
      if (
        output !== null &&
        last?.announcementKey !== announcementKey(output.data.position, output.data.announcement, settings)
      )
        outputs.push(output);
    }
    return outputs;
  };

  /** What one would wait who joined, where that changed long enough after the last telling. */
  const queueWait = (pool: Pool, view: PoolView): Output<WaitEvent>[] => {
    const since = pool.publishedQueue?.at ?? Number.NEGATIVE_INFINITY;
    if (Object.keys(pool.routes).length === 0 || view.snapshot.at - since < settings.queueEverySeconds * 1000)
      return [];
    const data = queueWaitOf(pool, view, settings);
    return pool.publishedQueue?.announcementKey === queueAnnouncementKey(data)
      ? []
      : [{ type: 'QueueWaitEstimated', data }];
  };

  return {
    decide: (event, state) => {
      const step = stepOf(state, event);
      if (step === null) return [];
      const { pool, refresh } = step;
      const ended = event.type === 'HandoffAssigned' ? promiseOutcome(state, event) : [];
      const entering = event.type === 'HandoffQueued' ? pool.waiting.get(event.data.handoffId) : undefined;
      if (entering === undefined && !refresh) return ended;
      const { at } = event;
      const view = step.view();
      const { snapshot, simulated } = view;
      const first: Output<WaitEvent>[] = [];
      if (entering !== undefined) {
        const ahead = queueAheadOf(pool, entering, snapshot, settings);
        const quantiles =
          simulated === null
            ? arrivalQuantiles(entering, ahead, snapshot, pool.publishedQueue)
            : quantilesOf(
                entering,
                { load: ahead.load, sameSubjectAhead: countSameSubjectAhead(pool, entering, settings) },
                view,
              );
        const output = estimate(pool, entering, ahead.people, quantiles, at);
        if (output !== null) first.push(output);
      }
      if (!refresh) return first;
      const others = changedEstimates(pool, view, entering?.handoffId ?? null);
      return [...ended, ...first, ...others, ...queueWait(pool, view)];
    },

    evolve: (state, event) => {
      switch (event.type) {
        case 'WaitEstimated':
          return recordAnnouncement(state, event, settings);
        case 'WaitPromiseEnded':
          return state;
        case 'QueueWaitEstimated': {
          const { subjects, estimator } = event.data;
          return state === null
            ? null
            : {
                ...state,
                publishedQueue: {
                  at: event.at,
                  announcementKey: queueAnnouncementKey(event.data),
                  subjects,
                  estimator,
                },
              };
        }
      }
      const step = stepOf(state, event);
      if (step === null) return state;
      const { pool, refresh } = step;
      const isTick = event.type === 'Tick';
      if (!refresh) return isTick ? pool : { ...pool, stale: true };
      const quietRefreshes = isTick && !pool.stale ? pool.quietRefreshes + 1 : 0;
      const nextOpeningAt =
        pool.nextOpeningAt !== null && pool.nextOpeningAt <= event.at
          ? nextOpening(pool, event.at)
          : pool.nextOpeningAt;
      const refreshedAt = Math.max(pool.refreshedAt, event.at);
      return {
        ...trackForecasts(pool, step.view(), settings),
        refreshedAt,
        stale: false,
        quietRefreshes,
        nextOpeningAt,
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
    if (closedUntil == null || closedUntil <= at) return next;
    return Math.min(closedUntil, next ?? closedUntil);
  }, null);
