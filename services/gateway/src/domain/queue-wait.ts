import type { DataOf, Heard, Instant } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging/decider';
import { type Choices, choicesBy } from './queue-choices.ts';
import { nothing, OK } from './telling.ts';

/** What was last told of a pool's queue, and when it was computed. */
export type QueueWait = DataOf<'QueueWaitEstimated'> & { readonly at: Instant };

/** Kept to be asked for; what comes late is not taken for what is. */
export const keepQueueWait = (
  before: QueueWait | null,
  { at, data }: Pick<Heard<'QueueWaitEstimated'>, 'at' | 'data'>,
): Commanded<QueueWait> => nothing(before !== null && before.at > at ? before : { ...data, at }, OK);

type Subject = QueueWait['subjects'][number];

/** As one would say it to a customer. */
export const inWords = ({ announcement, opensAt }: Pick<Subject, 'announcement' | 'opensAt'>): string => {
  const { underOneMinute, lowMinutes: low, highMinutes: high } = announcement;
  if (opensAt !== undefined) return `closed until ${new Date(opensAt).toISOString()}`;
  if (underOneMinute) return 'under 1 minute';
  if (low === undefined) return 'unknown';
  if (high === undefined) return `${low} minutes or longer`;
  return low === high ? `about ${high} minute${high === 1 ? '' : 's'}` : `${low} to ${high} minutes`;
};

/** The queue is looked through, while someone waits, after 10 minutes at the latest, and told where that changed anything. */
export const STALE_MS = 600_000;

export interface QueueAnswer {
  readonly poolId: string;
  readonly computedAt: Instant;
  /** It was told so long ago that it may no longer be so. */
  readonly stale: boolean;
  readonly waiting: number;
  readonly estimator: string;
  /** `choices`: what one who joins may do, the first of them advised. */
  readonly subjects: readonly (Subject & { readonly words: string; readonly choices: Choices })[];
}

/** Of a whole pool, or of one of its subjects or teams; null: it has none of that name. */
export const queueAnswer = (queue: QueueWait, part: string | null, now: Instant): QueueAnswer | null => {
  const { poolId, at, waiting, estimator } = queue;
  const subjects = queue.subjects
    .filter(({ subject, teams }) => part === null || subject === part || teams.includes(part))
    .map((subject) => ({ ...subject, words: inWords(subject), choices: choicesBy(subject) }));
  if (part !== null && subjects.length === 0) return null;
  return { poolId, computedAt: at, stale: now - at > STALE_MS, waiting, estimator, subjects };
};
