export { meanWait, waitQuantile } from './domain/erlang-a.ts';
