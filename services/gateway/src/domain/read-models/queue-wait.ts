import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { choicesFor, type QueueChoices } from '../conversation/queue-choices.ts';
import { OK, stateOnly } from '../results.ts';

/** The last wait estimate of a pool's queue, and when it was computed. */
export type QueueWait = DataOf<'QueueWaitEstimated'> & { readonly at: Instant };

/** Stores the latest estimate; an older one that arrives late is ignored. */
export const updateQueueWait = (
  before: QueueWait | null,
  { at, data }: Pick<EventOf<'QueueWaitEstimated'>, 'at' | 'data'>,
): CommandResult<QueueWait> => stateOnly(before !== null && before.at > at ? before : { ...data, at }, OK);

type Subject = QueueWait['subjects'][number];

/** A wait in words for the customer. */
export const waitText = ({ announcement, opensAt }: Pick<Subject, 'announcement' | 'opensAt'>): string => {
  const { underOneMinute, lowMinutes: low, highMinutes: high } = announcement;
  if (opensAt !== undefined) return `closed until ${new Date(opensAt).toISOString()}`;
  if (underOneMinute) return 'under 1 minute';
  if (low === undefined) return 'unknown';
  if (high === undefined) return `${low} minutes or longer`;
  return low === high ? `about ${high} minute${high === 1 ? '' : 's'}` : `${low} to ${high} minutes`;
};

/** With customers in the queue, a changed estimate is published after 10 minutes at the latest. */
export const STALE_MS = 600_000;

export interface QueueWaitAnswer {
  readonly poolId: string;
  readonly computedAt: Instant;
  /** Older than 10 minutes. */
  readonly stale: boolean;
  readonly waiting: number;
  readonly estimator: string;
  /** `choices`: what a customer who joins may do, the recommended one first. */
  readonly subjects: readonly (Subject & { readonly text: string; readonly choices: QueueChoices })[];
}

/** The wait in a whole pool, or for one of its subjects or teams; null = it has none of that name. */
export const queueWaitAnswer = (
  queue: QueueWait,
  subjectOrTeam: string | null,
  now: Instant,
): QueueWaitAnswer | null => {
  const { poolId, at, waiting, estimator } = queue;
  const subjects = queue.subjects
    .filter(
      ({ subject, teams }) => subjectOrTeam === null || subject === subjectOrTeam || teams.includes(subjectOrTeam),
    )
    .map((subject) => ({ ...subject, text: waitText(subject), choices: choicesFor(subject) }));
  if (subjectOrTeam !== null && subjects.length === 0) return null;
  return { poolId, computedAt: at, stale: now - at > STALE_MS, waiting, estimator, subjects };
};
