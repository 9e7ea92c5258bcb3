import type { Instant } from '@warmline/contracts';
import { inOrder, walker } from './ahead.ts';
import { samplesOf } from './forecast/estimator.ts';
import { levelsOf, proven, regimeOf } from './forecast/proof.ts';
import { teamsOf, type Waiting } from './lines.ts';
import type { Pool } from './pool.ts';
import { opinionOn, type Place, type View } from './quantiles.ts';
import type { WaitSettings } from './settings.ts';

/**
 * What was said of a wait when it was first looked at, kept until it ends. A row a hand-off at most; only of waits for a slot: of one
 * that was offered, or for whom someone is free, there is nothing to prove.
 */
export interface Awaited {
  readonly at: Instant;
  /** Before him, of his subject. */
  readonly alike: number;
  readonly regime: number;
  readonly levels: readonly number[];
  readonly medians: readonly (number | null)[];
  /** Of all estimators together, before the levels: equally likely waits in seconds, to the millisecond. */
  readonly told: readonly number[];
}

const LEVELS = 40;

const awaitedOf = (row: Waiting, place: Place, view: View): Awaited | null => {
  const opinion = row.offeredAt === null ? opinionOn(row, place, view) : null;
  if (opinion === null) return null;
  const regime = regimeOf(view.waiting);
  return {
    at: view.outlook.at,
    alike: place.alike,
    regime,
    levels: levelsOf(view.proof, regime),
    medians: opinion.given.map((quantile) => (quantile === null ? null : quantile(0.5))),
    told: Array.from({ length: LEVELS }, (_, i) => Math.round(opinion.told((i + 0.5) / LEVELS) * 1000) / 1000),
  };
};

/** After a look: what it said of those not looked at before, of so many at a look, the front first. */
export const awaiting = (pool: Pool, view: View, settings: WaitSettings): Pool => {
  if (view.foresight === null) return pool;
  const walk = walker(pool, view.outlook, settings);
  let { awaited } = pool;
  for (const { row } of inOrder(pool, settings)) {
    if (awaited.size - pool.awaited.size >= settings.mostPerRefresh) break;
    const { ahead, alike } = walk(row, false);
    if (awaited.has(row.handoffId)) continue;
    const said = awaitedOf(row, { load: ahead.load, alike }, view);
    if (said !== null) awaited = awaited.set(row.handoffId, said);
  }
  return { ...pool, awaited };
};

/** A wait ended, and what was said of it is proven by it. Nothing is where nothing was said. */
export const judged = (pool: Pool, handoffId: string, at: Instant, gone: boolean): Pool => {
  const said = pool.awaited.get(handoffId);
  if (said === undefined) return pool;
  const ended = { seconds: Math.max(0, at - said.at) / 1000, gone };
  return dropped({ ...pool, proof: proven(pool.proof, { ...said, told: samplesOf(said.told) }, ended) }, handoffId);
};

/** It waits for something else from now on. */
export const dropped = (pool: Pool, handoffId: string): Pool => ({ ...pool, awaited: pool.awaited.delete(handoffId) });

/** Queued again for another subject or other teams, it waits for something else; for a higher priority alone it does not. */
export const isAnother = (before: Waiting | undefined, now: Waiting): boolean =>
  before !== undefined && (before.subject !== now.subject || teamsOf(before).join('\n') !== teamsOf(now).join('\n'));
