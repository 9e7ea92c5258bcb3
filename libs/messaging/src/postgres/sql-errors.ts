import { isDataError, sqlState } from '@warmline/persistence/errors';

/** Raised by commit_batch and guard_tasks when the version of a task moved. */
export const STALE_GUARD_SQLSTATE = 'WL001';

export const isStaleGuard = (error: unknown): boolean => sqlState(error) === STALE_GUARD_SQLSTATE;

export { isDataError };
