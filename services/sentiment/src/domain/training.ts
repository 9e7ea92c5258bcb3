/** What a model is fitted with and judged by, outside the service. */
export { extractFeatures, featureNames } from './features.ts';
export { LABEL_WEIGHTS, labelOf, NGRAM_PRESENCE, type Probabilities, probabilitiesOf, type Weights } from './model.ts';
export { BUCKETS, bucketsOf } from './ngrams.ts';
export { weights } from './weights.ts';
