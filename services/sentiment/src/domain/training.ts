/** What a model is fitted with and judged by, outside the service. */
export { names, read } from './features.ts';
export { labelled, labelOf, PRESENT, type Probabilities, probabilitiesOf, type Weights } from './model.ts';
export { BUCKETS, bucketsOf } from './ngrams.ts';
export { weights } from './weights.ts';
