/** The scorer for tools that run it without the service (command line, benchmark): no broker, no database. */
export { type Score, score } from './domain/score.ts';
export { sentiment } from './domain/sentiment.ts';
