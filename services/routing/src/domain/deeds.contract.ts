import fc from 'fast-check';

/** What an agent or a customer does next; numbers pick among those there are. */
const deed = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      n: fc.nat(999),
      preferred: fc.option(fc.nat(4), { freq: 2, nil: undefined }),
      priority: fc.integer({ min: 1, max: 100 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('accept' as const, 'decline' as const, 'resolve' as const, 'speak' as const),
      n: fc.nat(999),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('presence' as const),
      n: fc.nat(999),
      status: fc.constantFrom('online', 'online', 'away', 'offline'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('leave' as const, 'withdraw' as const, 'stale' as const, 'done' as const),
      n: fc.nat(999),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'callback' as const,
        'slot' as const,
        'report' as const,
        'report' as const,
        'cancel' as const,
      ),
      n: fc.nat(999),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('transfer' as const),
      n: fc.nat(999),
      to: fc.constantFrom(
        { kind: 'team', id: 'general_team' },
        { kind: 'agent', id: 'a1' },
        { kind: 'skill', id: 'refunds' },
      ),
    }),
  },
);
export type Deed = {
  do: string;
  n: number;
  after: number;
  priority?: number;
  status?: string;
  to?: object;
  preferred?: number | undefined;
};
export const deeds = fc.array(
  fc.tuple(deed, fc.integer({ min: 0, max: 40_000 })).map(([what, after]): Deed => ({ ...what, after })),
  { minLength: 5, maxLength: 80 },
);
