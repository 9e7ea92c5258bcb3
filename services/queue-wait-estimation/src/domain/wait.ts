import type { Heard, Instant, Tick } from '@warmline/contracts';
import type { Decider, Output } from '@warmline/messaging/decider';
import { type Ahead, aheadOf, inOrder, walker } from './ahead.ts';
import { announcementOf, gist } from './announce.ts';
import type { Waiting } from './lines.ts';
import { type Outlook, outlookOf, quantileOf } from './outlook.ts';
import { after, concerns, opened, type Passed, type Pool, type Told } from './pool.ts';
import type { WaitSettings } from './settings.ts';

const ESTIMATOR = 'markov-abandonment';

/**
 * Position and wait for everyone in a pool's queue. Who enters is told at once; the others when what they were told has changed, each
 * at most once in `repeatAfterSeconds`. An event costs O(log waiting + agents); looking through the queue costs O(waiting log waiting)
 * and is rationed by time, so its share of a core is bounded however long the queue.
 * Needs `tables` of pool.ts as the stage's tables.
 */
export const waitEstimation = (settings: WaitSettings): Decider<Pool, Told | Passed, 'WaitEstimated'> => {
  const restMs = (pool: Pool): number =>
    Math.min(settings.refreshEverySeconds * 1000, settings.refreshAfterMs + pool.waiting.size * settings.perWaitingMs);
  /** Milliseconds until the next look where nothing happens. */
  const quietMs = ({ quiet }: Pool): number =>
    Math.min(settings.refreshEverySeconds * 2 ** quiet, settings.refreshAtLeastEverySeconds) * 1000;
  const refreshes = (pool: Pool, at: Instant): boolean =>
    pool.waiting.size > 0 && at - pool.refreshedAt >= restMs(pool);

  /** The pool after an event, and whether the queue is looked through because of it. */
  const next = (state: Pool | null, event: Heard<Told | Passed> | Tick): { pool: Pool; refresh: boolean } | null => {
    if (!concerns(event)) return null;
    const before = state ?? opened(event);
    if (before === null) return null;
    const pool = event.type === 'Tick' ? before : after(before, event, settings);
    return { pool, refresh: refreshes(pool, event.at) };
  };

  const estimate = (
    pool: Pool,
    handoff: Waiting,
    { people, load }: Ahead,
    outlook: Outlook,
  ): Output<'WaitEstimated'> => {
    const p50 = quantileOf(0.5, handoff, Math.round(load), outlook);
    const p80 = quantileOf(0.8, handoff, Math.round(load), outlook);
    const { handoffId, conversationId, tenantId } = handoff;
    return {
      type: 'WaitEstimated',
      data: {
        ...{ poolId: pool.poolId, tenantId, handoffId, conversationId },
        position: people + 1,
        ...(p50 === null || p80 === null ? {} : { p50Seconds: round(p50), p80Seconds: round(p80) }),
        announce: announcementOf(p50, p80, settings),
        estimator: ESTIMATOR,
      },
    };
  };

  /** From the front: who was told something else, long enough ago. */
  const changes = (pool: Pool, outlook: Outlook, except: string | null): Output<'WaitEstimated'>[] => {
    const outputs: Output<'WaitEstimated'>[] = [];
    const walk = walker(pool, outlook, settings);
    for (const { row } of inOrder(pool, settings)) {
      if (outputs.length >= settings.mostPerRefresh) break;
      const { ahead, expected } = walk(row);
      const told = row.announced;
      if (row.handoffId === except) continue;
      if (told !== null && outlook.at - told.at < settings.repeatAfterSeconds * 1000) continue;
      if (expected !== null && told?.what === gist(ahead.people + 1, expected, settings)) continue;
      const output = estimate(pool, row, ahead, outlook);
      if (told?.what !== gist(output.data.position, output.data.announce, settings)) outputs.push(output);
    }
    return outputs;
  };

  return {
    decide: (event, state) => {
      const step = next(state, event);
      if (step === null) return [];
      const { pool, refresh } = step;
      const entering = event.type === 'HandoffQueued' ? pool.waiting.get(event.data.handoffId) : undefined;
      if (entering === undefined && !refresh) return [];
      const outlook = outlookOf(pool, settings, event.at);
      const first =
        entering === undefined ? [] : [estimate(pool, entering, aheadOf(pool, entering, outlook, settings), outlook)];
      return refresh ? [...first, ...changes(pool, outlook, entering?.handoffId ?? null)] : first;
    },

    evolve: (state, event) => {
      if (event.type === 'WaitEstimated') return announced(state, event, settings);
      const step = next(state, event);
      if (step === null) return state;
      const { pool, refresh } = step;
      const silent = event.type === 'Tick';
      if (!refresh) return silent ? pool : { ...pool, stale: true };
      const quiet = silent && !pool.stale ? pool.quiet + 1 : 0;
      return { ...pool, refreshedAt: Math.max(pool.refreshedAt, event.at), stale: false, quiet };
    },

    due: (pool) => {
      if (pool.waiting.size === 0) return null;
      return pool.refreshedAt + (pool.stale ? restMs(pool) : quietMs(pool));
    },
  };
};

const announced = (state: Pool | null, { at, data }: Heard<'WaitEstimated'>, settings: WaitSettings): Pool | null => {
  const row = state?.waiting.get(data.handoffId);
  if (state === null || row === undefined) return state;
  const what = gist(data.position, data.announce, settings);
  return { ...state, waiting: state.waiting.set(row.handoffId, { ...row, announced: { at, what } }) };
};

const round = (seconds: number): number => Math.round(seconds * 10) / 10;
