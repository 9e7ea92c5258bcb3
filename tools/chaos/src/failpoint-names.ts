/**
 * Where a process can be killed (or frozen) from the inside. The names are shared by the preload module, which runs in the process of
 * a service, and by the plan of a run.
 */
export const killPoints = [
  /** A batch is folded and nothing of it is written. The process waits here: anything it publishes meanwhile is uncommitted. */
  'before-commit',
  /** The statement is on its way to the database; whether it takes effect is unknown. */
  'commit-in-flight',
  /** Committed, and the process does not know it yet. */
  'after-commit',
  /** The records are on their way to the broker. */
  'publish-in-flight',
  /** Appended, and the outbox rows are not yet deleted: the next owner appends them again. */
  'after-publish',
  /** Between the two statements of a take-over. */
  'take-over',
] as const;
export type KillPoint = (typeof killPoints)[number];

/** Where a process can be frozen with unfinished work, which it continues when it resumes. */
export const freezePoints = ['freeze-before-commit', 'freeze-before-publish'] as const;
export type FreezePoint = (typeof freezePoints)[number];

export type Failpoint = KillPoint | FreezePoint;

/** Instead of a failpoint: the clock of the process is off by this many milliseconds from now on. */
export type ClockStep = `clock:${number}`;

/** Environment variable: the file that names the armed failpoint. */
export const POINT_FILE = 'CHAOS_POINT_FILE';
/** Environment variable: the file that gets a line when a failpoint is reached. */
export const FIRED_FILE = 'CHAOS_FIRED_FILE';
/** Environment variable: the file that gets a line for every take-over of a task. */
export const TAKE_OVER_FILE = 'CHAOS_TAKE_OVER_FILE';

export interface TakeOver {
  readonly pid: number;
  readonly n: number;
  readonly version: number;
  /** Milliseconds since the epoch, after statement 1. */
  readonly at: number;
}
