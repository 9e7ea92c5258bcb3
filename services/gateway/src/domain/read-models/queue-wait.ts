import type { DataOf, EventOf, Instant } from '@warmline/contracts';
import { momentText, say } from '@warmline/locale';
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

/** Who reads a wait: in which language (BCP 47 tag) and in which time zone (IANA name; absent: UTC, which is named). */
export interface WaitReader {
  readonly language: string;
  readonly timeZone?: string | undefined;
}

/** A wait in words for the customer. */
export const waitText = (
  { announcement, opensAt }: Pick<Subject, 'announcement' | 'opensAt'>,
  { language, timeZone }: WaitReader,
): string => {
  const { underOneMinute, lowMinutes: low, highMinutes: high } = announcement;
  if (opensAt !== undefined) {
    const zone = timeZone === undefined ? { timeZone: 'UTC', isOwn: false } : { timeZone, isOwn: true };
    return say(language, 'join.closed', { opening: momentText(language, opensAt, zone) });
  }
  if (underOneMinute) return say(language, 'join.under-minute');
  if (low === undefined) return say(language, 'join.unknown');
  if (high === undefined) return say(language, 'join.longer', { count: low });
  return low === high
    ? say(language, 'join.about', { count: high })
    : say(language, 'join.range', { low, count: high });
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
  reader: WaitReader,
): QueueWaitAnswer | null => {
  const { poolId, at, waiting, estimator } = queue;
  const subjects = queue.subjects
    .filter(
      ({ subject, teams }) => subjectOrTeam === null || subject === subjectOrTeam || teams.includes(subjectOrTeam),
    )
    .map((subject) => ({ ...subject, text: waitText(subject, reader), choices: choicesFor(subject) }));
  if (subjectOrTeam !== null && subjects.length === 0) return null;
  return { poolId, computedAt: at, stale: now - at > STALE_MS, waiting, estimator, subjects };
};
