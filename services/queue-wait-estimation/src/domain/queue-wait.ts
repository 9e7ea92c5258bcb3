import type { DataOf } from '@warmline/contracts';
import { announcementOf } from './announcement.ts';
import { BLEND, MARKOV } from './estimators.ts';
import type { Pool } from './pool.ts';
import { queueAheadOf } from './queue-ahead.ts';
import type { WaitingHandoff } from './queue-lines.ts';
import type { WaitSettings } from './settings.ts';
import { joinerQuantiles, type PoolView, type Quantiles } from './wait-quantiles.ts';

type QueueWait = DataOf<'QueueWaitEstimated'>;

/** The wait of a customer who would join now, for every subject that was ever queued. */
export const queueWaitOf = (pool: Pool, view: PoolView, settings: WaitSettings): QueueWait => {
  const { snapshot } = view;
  const estimators = new Set<string>();
  const waitingBySubject = new Map<string, number>();
  for (const { subject } of pool.waiting.values())
    waitingBySubject.set(subject, (waitingBySubject.get(subject) ?? 0) + 1);
  const names = (Object.keys(pool.routes) as WaitingHandoff['subject'][]).sort();
  const subjects = names.map((subject): QueueWait['subjects'][number] => {
    const route = pool.routes[subject] ?? { steps: [], closedUntil: null };
    const steps = route.steps.map(({ team, seconds }) => ({ team, opensAt: snapshot.at + seconds * 1000 }));
    const joiner: WaitingHandoff = {
      ...{ handoffId: '\uffff', conversationId: '', tenantId: pool.tenantId, subject, priority: 1, steps },
      ...{ requestedAt: snapshot.at, queuedAt: snapshot.at, offeredAt: null },
      ...{ closedUntil: null, lastAnnouncement: null },
    };
    const { count, load } = queueAheadOf(pool, joiner, snapshot, settings);
    const sameSubjectAhead = waitingBySubject.get(subject) ?? 0;
    const quantiles = joinerQuantiles(subject, route, { load, sameSubjectAhead }, view);
    if (quantiles !== null) estimators.add(quantiles.estimator);
    const closed = route.closedUntil !== null && route.closedUntil > snapshot.at ? { opensAt: route.closedUntil } : {};
    return {
      subject,
      teams: route.steps.map(({ team }) => team),
      waiting: sameSubjectAhead,
      position: count + 1,
      ...publishedSeconds(quantiles),
      announcement: announcementOf(quantiles?.p50 ?? null, quantiles?.p80 ?? null, settings),
      ...closed,
    };
  });
  const [first = MARKOV, ...others] = estimators;
  const estimator = others.length === 0 ? first : BLEND;
  return { poolId: pool.poolId, tenantId: pool.tenantId, waiting: pool.waiting.size, subjects, estimator };
};

/** The quantile fields of an event, to a tenth of a second; none where nothing is known. */
export const publishedSeconds = (quantiles: Quantiles | null) =>
  quantiles === null
    ? {}
    : {
        p50Seconds: roundToTenth(quantiles.p50),
        p80Seconds: roundToTenth(quantiles.p80),
        p90Seconds: roundToTenth(quantiles.p90),
      };

const roundToTenth = (seconds: number): number => Math.round(seconds * 10) / 10;

/** Changes where a customer would notice a change. Lengths above 5 count in steps of a factor of the square root of two. */
export const queueAnnouncementKey = ({ waiting, subjects }: Pick<QueueWait, 'waiting' | 'subjects'>): string =>
  JSON.stringify([
    logarithmicStep(waiting),
    subjects.map(({ subject, position, announcement, opensAt }) => [
      subject,
      logarithmicStep(position),
      announcement,
      opensAt,
    ]),
  ]);

const logarithmicStep = (length: number): number => (length <= 5 ? length : Math.round(2 * Math.log2(length)));
