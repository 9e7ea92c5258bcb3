/**
 * The environment variables of the images, so that tests and benchmarks measure what is shipped. Under a backlog V8 lets garbage
 * grow the heap to several times the live data, so the heap is limited to twice the size of the state caches of all tasks. A
 * service with a larger state needs a larger limit in NODE_OPTIONS (docs/benchmarks.md, Size).
 */
export const imageEnvironment = {
  NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=192',
  MALLOC_ARENA_MAX: '2',
} as const;
