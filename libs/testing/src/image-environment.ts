/**
 * The environment of a service's image beside its settings, so that what is measured is what is shipped. Under a backlog V8 would let
 * the heap grow by garbage to several times what is live: it is held to what a state cache of every task needs, twice over. A
 * service with far more waiting at once is given more by its own NODE_OPTIONS (docs/benchmarks.md, Size).
 */
export const imageEnvironment = {
  NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=192',
  MALLOC_ARENA_MAX: '2',
} as const;
