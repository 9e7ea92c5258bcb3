/** Something an input made cannot be published: fold again with the input rejected. */
export class RefusedInput extends Error {
  constructor(
    readonly inputId: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** All that one pass over a batch found, at most one of each key. */
export class RefusedInputs extends Error {
  constructor(readonly refused: readonly RefusedInput[]) {
    super('refused');
  }
}
