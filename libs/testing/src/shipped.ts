/**
 * The environment of a service's image beside its settings, so that what is measured is what is shipped: a young generation and
 * malloc arenas that stay small. Under a backlog both together halve a service's resident memory (docs/benchmarks.md).
 */
export const shipped = { NODE_OPTIONS: '--max-semi-space-size=8', MALLOC_ARENA_MAX: '2' } as const;
