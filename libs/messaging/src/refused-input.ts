/** An output cannot be published: the batch is folded again with the input that caused it rejected. */
export class RefusedInput extends Error {
  constructor(
    readonly inputId: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** All refused inputs that one pass over a batch found, at most one per key. */
export class RefusedInputs extends Error {
  constructor(readonly refused: readonly RefusedInput[]) {
    super('refused');
  }
}
