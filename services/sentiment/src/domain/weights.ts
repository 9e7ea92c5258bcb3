/**
 * Logistic weights, one per feature in the order of `names`, fitted by penalised maximum likelihood (Newton) on the tweets and
 * product reviews of VADER's ground truth (C. J. Hutto and E. E. Gilbert, ICWSM 2014; MIT licence): 3,971 sentences, labelled by the
 * mean of their raters. The penalty pulls towards weights set by hand,
 * strongly for what tweets and reviews say little of: questions, negations and shouting in a service chat.
 */
export const negative: readonly number[] = [
  -0.624, 1.093, -1.646, 0.218, -2.256, 1.804, 1.119, 1.064, 1.188, -0.848, 1.594, 0.267, -1.13, 0.268, 0.014,
];
export const positive: readonly number[] = [
  -0.186, -1.073, 2.006, 0.173, 2.507, -0.141, -1.099, -0.19, -0.096, -0.933, -0.019, 0.032, 0.752, -0.306, 0.085,
];

/** A label needs this probability. Everything between is neutral. */
export const labelFrom = { negative: 0.5, positive: 0.6 } as const;
