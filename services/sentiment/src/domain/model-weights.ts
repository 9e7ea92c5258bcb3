/** What `npm run train:sentiment` writes. Rows of weights for negative and positive, against neutral, whose weights are nought. */
export interface Weights {
  /** The features in their order, with what each weighs for negative and for positive. */
  readonly features: readonly (readonly [name: string, negative: number, positive: number])[];
  /** Of the features of the training texts: another value, and the weights were fitted to other code. */
  readonly fingerprint: string;
  /** One step of a gram's weight. */
  readonly step: number;
  /** Steps of the weight of each bucket, as signed bytes in base64: all of negative, then all of positive. */
  readonly grams: string;
}
