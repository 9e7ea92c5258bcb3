/** The fault is in what was asked, not in the log: exit code 2. */
export class UsageError extends Error {}

/** What was asked could not be done, or not all of it: exit code 1. */
export class OperationFailed extends Error {}
