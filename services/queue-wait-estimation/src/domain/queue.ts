import type { DataOf } from '@warmline/contracts';
import { aheadOf } from './ahead.ts';
import { announcementOf } from './announce.ts';
import type { Waiting } from './lines.ts';
import type { Pool } from './pool.ts';
import { BLEND, joinerOf, MARKOV, type View } from './quantiles.ts';
import type { WaitSettings } from './settings.ts';

type Queue = DataOf<'QueueWaitEstimated'>;

/** The queue as one sees it who would join now, subject by subject of those that were ever queued. */
export const queueOf = (pool: Pool, view: View, settings: WaitSettings): Queue => {
  const { outlook } = view;
  const spoke = new Set<string>();
  const counts = new Map<string, number>();
  for (const { subject } of pool.waiting.values()) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const names = (Object.keys(pool.laws) as Waiting['subject'][]).sort();
  const subjects = names.map((subject): Queue['subjects'][number] => {
    const law = pool.laws[subject] ?? { steps: [], closedUntil: null };
    const steps = law.steps.map(({ team, seconds }) => ({ team, opensAt: outlook.at + seconds * 1000 }));
    const one: Waiting = {
      ...{ handoffId: '\uffff', conversationId: '', tenantId: pool.tenantId, subject, priority: 1, steps },
      ...{ requestedAt: outlook.at, queuedAt: outlook.at, offeredAt: null, announced: null },
    };
    const { people, load } = aheadOf(pool, one, outlook, settings);
    const alike = counts.get(subject) ?? 0;
    const known = joinerOf(subject, law, { load, alike }, view);
    if (known !== null) spoke.add(known.estimator);
    const closed = law.closedUntil !== null && law.closedUntil > outlook.at ? { opensAt: law.closedUntil } : {};
    return {
      subject,
      teams: law.steps.map(({ team }) => team),
      waiting: alike,
      position: people + 1,
      ...(known === null
        ? {}
        : { p50Seconds: tenth(known.p50), p80Seconds: tenth(known.p80), p90Seconds: tenth(known.p90) }),
      announcement: announcementOf(known?.p50 ?? null, known?.p80 ?? null, settings),
      ...closed,
    };
  });
  const [first = MARKOV, ...others] = spoke;
  const estimator = others.length === 0 ? first : BLEND;
  return { poolId: pool.poolId, tenantId: pool.tenantId, waiting: pool.waiting.size, subjects, estimator };
};

export const tenth = (seconds: number): number => Math.round(seconds * 10) / 10;

/** What one would notice a change of: of lengths, as many steps as the powers of the square root of two. */
export const queueGist = ({ waiting, subjects }: Pick<Queue, 'waiting' | 'subjects'>): string =>
  JSON.stringify([
    step(waiting),
    subjects.map(({ subject, position, announcement, opensAt }) => [subject, step(position), announcement, opensAt]),
  ]);

const step = (length: number): number => (length <= 5 ? length : Math.round(2 * Math.log2(length)));
