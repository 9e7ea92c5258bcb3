import { sqlState } from '@warmline/persistence/errors';

/** Raised by commit_batch and guard_tasks when the version of a task moved. */
export const STALE_GUARD_SQLSTATE = 'WL001';

export const isStaleGuard = (error: unknown): boolean => sqlState(error) === STALE_GUARD_SQLSTATE;

/** The database refused a value (class 22 data exception, 23 integrity violation): it would refuse it again. */
export const isDataError = (error: unknown): boolean => /^2[23]/.test(sqlState(error) ?? '');
