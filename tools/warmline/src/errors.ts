/** A mistake in the command line: exit code 2. */
export class UsageError extends Error {}

/** The command could not be carried out, or not completely: exit code 1. */
export class OperationFailed extends Error {}
