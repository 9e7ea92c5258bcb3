/** Output of `npm run train:sentiment`: weights for negative and positive relative to neutral, whose weights are zero. */
export interface Weights {
  /** The features in order, with their weights for negative and for positive. */
  readonly features: readonly (readonly [name: string, negative: number, positive: number])[];
  /** Fingerprint of the features of the training texts. A different value means that the weights were fitted to other feature code. */
  readonly fingerprint: string;
  /** Size of one step of a gram weight. */
  readonly step: number;
  /** Steps of the weight of each bucket, as signed bytes in base64: all of negative, then all of positive. */
  readonly grams: string;
}
