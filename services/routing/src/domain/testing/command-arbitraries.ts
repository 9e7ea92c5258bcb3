import fc from 'fast-check';

/** What an agent or a customer does next; `n` picks among the existing rows. */
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      // Half of them are of two kinds, so many have the same requirements.
      n: fc.oneof(fc.constantFrom(5, 13), fc.nat(999)),
      preferred: fc.constantFrom(undefined, undefined, undefined, 0, 1, 2, 3, 4),
      priority: fc.oneof(fc.constantFrom(50, 60, 80, 100), fc.integer({ min: 1, max: 100 })),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['accept', 'accept', 'accept', 'accept', 'resolve', 'resolve', 'speak', 'decline'] as const),
      ),
      n: fc.nat(999),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('presence' as const),
      n: fc.nat(999),
      status: fc.constantFrom('online', 'online', 'online', 'away', 'offline'),
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
        'callback-window' as const,
        'report' as const,
        'report' as const,
        'cancel' as const,
      ),
      n: fc.nat(999),
    }),
  },
  {
    weight: 2,
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
export type RandomCommand = {
  do: string;
  n: number;
  delayMs: number;
  priority?: number;
  status?: string;
  to?: object;
  preferred?: number | undefined;
};
const after = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 9_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 240_000 }) },
);

/** Some agents are on duty at the start; otherwise most of a scenario would be a queue that nobody serves. */
const onDutyAtStart = fc
  .subarray([0, 1, 2, 3, 4])
  .map((all) => all.map((n): RandomCommand => ({ do: 'presence', n, status: 'online', delayMs: 0 })));

export const randomCommands = fc
  .tuple(
    onDutyAtStart,
    fc.array(
      fc.tuple(command, after).map(([what, gap]): RandomCommand => ({ ...what, delayMs: gap })),
      { minLength: 8, maxLength: 32, size: 'max' },
    ),
  )
  .map(([begin, rest]): RandomCommand[] => [...begin, ...rest]);
