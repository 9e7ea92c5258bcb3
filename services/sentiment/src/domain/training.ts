/** Exports for training and evaluation outside the service. */
export { extractFeatures, featureNames } from './features.ts';
export { LABEL_WEIGHTS, labelOf, NGRAM_PRESENCE, type Probabilities, probabilitiesOf } from './model.ts';
export type { Weights } from './model-weights.ts';
export { BUCKETS, bucketsOf } from './ngrams.ts';
export { weights } from './weights.ts';
