import type { DataOf, Heard, Instant, Tick } from '@warmline/contracts';
import type { Decider, Output } from '@warmline/messaging/decider';
import { after } from './after.ts';
import { aheadOf, alikeBefore, inOrder, walker } from './ahead.ts';
import { gist } from './announce.ts';
import { awaiting } from './awaited.ts';
import { foresee } from './foresight.ts';
import type { Waiting } from './lines.ts';
import { outlookOf } from './outlook.ts';
import { concerns, opened, type Passed, type Pool, type Told } from './pool.ts';
import { announced, announcing, promiseEnded } from './promise.ts';
import { joiningNow, MARKOV, type Quantiles, quantilesOf, type View } from './quantiles.ts';
import { queueGist, queueOf, tenth } from './queue.ts';
import type { WaitSettings } from './settings.ts';

/** The pool after an event, whether the queue is looked through because of it, and what is then to be seen. */
interface Next {
  readonly pool: Pool;
  readonly refresh: boolean;
  readonly view: () => View;
}

type Tells = 'WaitEstimated' | 'WaitPromiseEnded' | 'QueueWaitEstimated';

/**
 * Position and wait for everyone in a pool's queue, and for one who would join. Who enters is told at once; the others when what they
 * were told has changed, each at most once in `repeatAfterSeconds`. An event costs O(log waiting + agents); looking through the queue
 * costs a set of futures for all, and is rationed by time, so its share of a core is bounded however long the queue.
 * Needs `tables` of pool.ts as the stage's tables.
 */
export const waitEstimation = (settings: WaitSettings): Decider<Pool, Told | Passed, Tells> => {
  const restMs = ({ waiting, agents }: Pool): number => {
    const { refreshEverySeconds, refreshAfterMs, perWaitingMs, perAgentMs } = settings;
    return Math.min(
      refreshEverySeconds * 1000,
      refreshAfterMs + waiting.size * perWaitingMs + agents.size * perAgentMs,
    );
  };
  /** Milliseconds until the next look where nothing happens. */
  const quietMs = ({ quiet }: Pool): number =>
    Math.min(settings.refreshEverySeconds * 2 ** quiet, settings.refreshAtLeastEverySeconds) * 1000;
  /** An empty queue is looked at by the clock alone. */
  const refreshes = (pool: Pool, { type, at }: { readonly type: string; readonly at: Instant }): boolean =>
    (pool.waiting.size > 0 || type === 'Tick') && at - pool.refreshedAt >= restMs(pool);

  /** Made once for both halves of a step: neither looks through the queue again. */
  const steps = new WeakMap<object, { readonly state: Pool | null; readonly next: Next | null }>();
  const next = (state: Pool | null, event: Heard<Told | Passed> | Tick): Next | null => {
    const known = steps.get(event);
    if (known !== undefined && known.state === state) return known.next;
    const made = nextOf(state, event);
    steps.set(event, { state, next: made });
    return made;
  };
  const nextOf = (state: Pool | null, event: Heard<Told | Passed> | Tick): Next | null => {
    if (!concerns(event)) return null;
    const before = state ?? opened(event);
    if (before === null) return null;
    const pool = event.type === 'Tick' ? before : after(before, event, settings);
    const refresh = refreshes(pool, event);
    let view: View | undefined;
    const seen = (): View => {
      const outlook = outlookOf(pool, settings, event.at);
      const foresight = refresh ? foresee(pool, settings, event.at) : null;
      return { outlook, foresight, proof: pool.proof, waiting: pool.waiting.size };
    };
    return {
      pool,
      refresh,
      view: () => {
        view ??= seen();
        return view;
      },
    };
  };

  /** Null: nothing new may be said. */
  const estimate = (
    pool: Pool,
    handoff: Waiting,
    people: number,
    quantiles: Quantiles | null,
    at: Instant,
  ): Output<'WaitEstimated'> | null => {
    const announcement = announcing(handoff.announced, quantiles, at, settings);
    if (announcement === null) return null;
    const { handoffId, conversationId, tenantId } = handoff;
    const seconds =
      quantiles === null
        ? {}
        : {
            p50Seconds: tenth(quantiles.p50),
            p80Seconds: tenth(quantiles.p80),
            p90Seconds: tenth(quantiles.p90),
          };
    const data: DataOf<'WaitEstimated'> = {
      ...{ poolId: pool.poolId, tenantId, handoffId, conversationId },
      position: people + 1,
      ...seconds,
      announcement,
      estimator: quantiles?.estimator ?? MARKOV,
    };
    return { type: 'WaitEstimated', data };
  };

  /** From the front: who was told something else, long enough ago. */
  const changes = (pool: Pool, view: View, except: string | null): Output<Tells>[] => {
    const { outlook, foresight } = view;
    const outputs: Output<Tells>[] = [];
    const walk = walker(pool, outlook, settings);
    for (const { row } of inOrder(pool, settings)) {
      if (outputs.length >= settings.mostPerRefresh) break;
      const { ahead, alike, expected } = walk(row, foresight === null && row.announced?.until == null);
      const told = row.announced;
      if (row.handoffId === except) continue;
      if (told !== null && outlook.at - told.at < settings.repeatAfterSeconds * 1000) continue;
      if (expected !== null && told?.what === gist(ahead.people + 1, expected, settings)) continue;
      const quantiles = quantilesOf(row, { load: ahead.load, alike }, view);
      const output = estimate(pool, row, ahead.people, quantiles, outlook.at);
      if (output !== null && told?.what !== gist(output.data.position, output.data.announcement, settings))
        outputs.push(output);
    }
    return outputs;
  };

  /** What one would wait who joined, where that changed long enough after the last telling. */
  const queue = (pool: Pool, view: View): Output<Tells>[] => {
    const since = pool.queue?.at ?? Number.NEGATIVE_INFINITY;
    if (Object.keys(pool.laws).length === 0 || view.outlook.at - since < settings.queueEverySeconds * 1000) return [];
    const data = queueOf(pool, view, settings);
    return pool.queue?.what === queueGist(data) ? [] : [{ type: 'QueueWaitEstimated', data }];
  };

  return {
    decide: (event, state) => {
      const step = next(state, event);
      if (step === null) return [];
      const { pool, refresh } = step;
      const ended = event.type === 'HandoffAssigned' ? promiseEnded(state, event) : [];
      const entering = event.type === 'HandoffQueued' ? pool.waiting.get(event.data.handoffId) : undefined;
      if (entering === undefined && !refresh) return ended;
      const { at } = event;
      const view = step.view();
      const { outlook, foresight } = view;
      const first: Output<Tells>[] = [];
      if (entering !== undefined) {
        const ahead = aheadOf(pool, entering, outlook, settings);
        const quantiles =
          foresight === null
            ? joiningNow(entering, ahead, outlook, pool.queue)
            : quantilesOf(entering, { load: ahead.load, alike: alikeBefore(pool, entering, settings) }, view);
        const output = estimate(pool, entering, ahead.people, quantiles, at);
        if (output !== null) first.push(output);
      }
      if (!refresh) return first;
      const others = changes(pool, view, entering?.handoffId ?? null);
      return [...ended, ...first, ...others, ...queue(pool, view)];
    },

    evolve: (state, event) => {
      switch (event.type) {
        case 'WaitEstimated':
          return announced(state, event, settings);
        case 'WaitPromiseEnded':
          return state;
        case 'QueueWaitEstimated': {
          const { subjects, estimator } = event.data;
          return state === null
            ? null
            : { ...state, queue: { at: event.at, what: queueGist(event.data), subjects, estimator } };
        }
      }
      const step = next(state, event);
      if (step === null) return state;
      const { pool, refresh } = step;
      const silent = event.type === 'Tick';
      if (!refresh) return silent ? pool : { ...pool, stale: true };
      const quiet = silent && !pool.stale ? pool.quiet + 1 : 0;
      const opensAt = pool.opensAt !== null && pool.opensAt <= event.at ? nextOpening(pool, event.at) : pool.opensAt;
      const refreshedAt = Math.max(pool.refreshedAt, event.at);
      return { ...awaiting(pool, step.view(), settings), refreshedAt, stale: false, quiet, opensAt };
    },

    due: (pool) => {
      const { refreshedAt, opensAt, stale, waiting, laws } = pool;
      if (waiting.size === 0)
        return stale && Object.keys(laws).length > 0 ? refreshedAt + settings.refreshEverySeconds * 1000 : null;
      const soonest = refreshedAt + restMs(pool);
      const look = stale ? soonest : refreshedAt + quietMs(pool);
      return opensAt === null ? look : Math.min(look, Math.max(soonest, opensAt));
    },
  };
};

const nextOpening = ({ waiting }: Pool, at: Instant): Instant | null =>
  waiting.values().reduce<Instant | null>((next, { closedUntil }) => {
    if (closedUntil == null || closedUntil <= at) return next;
    return Math.min(closedUntil, next ?? closedUntil);
  }, null);
