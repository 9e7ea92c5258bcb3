import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import type { CommandResult } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../conversation/conversation-update.ts';
import { choicesFor, type QueueChoices } from '../conversation/queue-choices.ts';

/** What was last told of a pool's queue, and when it was computed. */
export type QueueWait = DataOf<'QueueWaitEstimated'> & { readonly at: Instant };

/** Kept to be asked for; what comes late is not taken for what is. */
export const updateQueueWait = (
  before: QueueWait | null,
  { at, data }: Pick<EventOf<'QueueWaitEstimated'>, 'at' | 'data'>,
): CommandResult<QueueWait> => stateOnly(before !== null && before.at > at ? before : { ...data, at }, OK);

type Subject = QueueWait['subjects'][number];

/** As one would say it to a customer. */
export const waitText = ({ announcement, opensAt }: Pick<Subject, 'announcement' | 'opensAt'>): string => {
  const { underOneMinute, lowMinutes: low, highMinutes: high } = announcement;
  if (opensAt !== undefined) return `closed until ${new Date(opensAt).toISOString()}`;
  if (underOneMinute) return 'under 1 minute';
  if (low === undefined) return 'unknown';
  if (high === undefined) return `${low} minutes or longer`;
  return low === high ? `about ${high} minute${high === 1 ? '' : 's'}` : `${low} to ${high} minutes`;
};

/** The queue is looked through, while someone waits, after 10 minutes at the latest, and told where that changed anything. */
export const STALE_MS = 600_000;

export interface QueueWaitAnswer {
  readonly poolId: string;
  readonly computedAt: Instant;
  /** It was told so long ago that it may no longer be so. */
  readonly stale: boolean;
  readonly waiting: number;
  readonly estimator: string;
  /** `choices`: what one who joins may do, the first of them advised. */
  readonly subjects: readonly (Subject & { readonly words: string; readonly choices: QueueChoices })[];
}

/** Of a whole pool, or of one of its subjects or teams; null: it has none of that name. */
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
    .map((subject) => ({ ...subject, words: waitText(subject), choices: choicesFor(subject) }));
  if (subjectOrTeam !== null && subjects.length === 0) return null;
  return { poolId, computedAt: at, stale: now - at > STALE_MS, waiting, estimator, subjects };
};
