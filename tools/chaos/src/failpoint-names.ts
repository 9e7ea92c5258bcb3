/**
 * Where a process can be ended (or frozen) from the inside. The names are shared by the preload module, which runs in a service's
 * process, and by the plan of a run.
 */
export const killPoints = [
  /** A batch is folded, nothing of it is written. The process waits a while there: what it publishes meanwhile, it publishes uncommitted. */
  'before-commit',
  /** The statement is on its way to the database; whether it lands is unknown. */
  'commit-in-flight',
  /** Committed, and the process does not know it yet. */
  'after-commit',
  /** The records are on their way to the broker. */
  'publish-in-flight',
  /** Appended, and the outbox rows not yet dropped: whoever comes next appends them again. */
  'after-publish',
  /** Between the two statements of a take-over. */
  'take-over',
] as const;
export type KillPoint = (typeof killPoints)[number];

/** Where a process can be frozen with work in hand, and go on with it when it wakes. */
export const freezePoints = ['freeze-before-commit', 'freeze-before-publish'] as const;
export type FreezePoint = (typeof freezePoints)[number];

export type Failpoint = KillPoint | FreezePoint;

/** Environment of a process with fail points. */
export const POINT_FILE = 'CHAOS_POINT_FILE';
/** Gets a line when a point is reached. */
export const FIRED_FILE = 'CHAOS_FIRED_FILE';
/** Gets a line for every take-over of a task. */
export const TAKE_OVER_FILE = 'CHAOS_TAKEN_FILE';

export interface TakeOver {
  readonly pid: number;
  readonly n: number;
  readonly version: number;
  /** Milliseconds since the epoch, after statement 1. */
  readonly at: number;
}
