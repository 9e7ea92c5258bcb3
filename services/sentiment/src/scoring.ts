/** What the service scores by, for whoever scores without it: the command line, the benchmark. No broker, no database. */
export { type Score, score } from './domain/score.ts';
export { sentiment } from './domain/sentiment.ts';
