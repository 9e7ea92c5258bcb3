/**
 * Thrown by a step that cannot decide before other data was read. Nothing is lost or rejected: the batch is folded again once
 * `arrived` has resolved, and is tried again like after any fault of the world if that rejects.
 */
export class NotReadyError extends Error {
  constructor(
    subject: string,
    readonly whenReady: () => Promise<void>,
  ) {
    super(`not read yet: ${subject}`);
  }
}
