import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { given, presence, received, s } from './testing/story.fixtures.ts';

/** The rule in numbers of the shipped file: 300 s of credit for each level. */
const levelOf = (points: number): number => (points < 60 ? 0 : points < 80 ? 1 : points < 100 ? 2 : 3);

const asks = fc.record({
  at: fc.integer({ min: 0, max: 1_000 }),
  priority: fc.oneof(fc.constantFrom(59, 60, 79, 80, 99, 100), fc.integer({ min: 1, max: 100 })),
});
type Asks = { readonly at: number; readonly priority: number };
const credited = ({ at, priority }: Asks): number => at - 300 * levelOf(priority);

test('freed capacity is offered to the first by waiting and credit; the fifteen points for waiting are displayed, not credited', () =>
  fc.assert(
    fc.property(fc.array(asks, { minLength: 2, maxLength: 6 }), fc.nat(300), (list, gap) => {
      const inTurn = [...list].sort((a, b) => a.at - b.at);
      const full = presence('lena', 0, 'online', { capacity: 0 });
      const all = inTurn.map(({ at, priority }, n) => received(`h${n}`, at, { subject: 'general', priority }));
      const now = (inTurn.at(-1)?.at ?? 0) + gap;
      const { outputs } = given(full, ...all).when(presence('lena', now, 'online', { capacity: 1 }));
      const first = inTurn
        .map((each, n) => ({ ...each, n }))
        .reduce((best, each) => (credited(each) < credited(best) ? each : best));
      const shown = now - first.at >= 120 ? Math.min(100, first.priority + 15) : first.priority;
      expect(outputs).toMatchObject([
        {
          type: 'HandoffOfferedToAgent',
          data: { handoffId: `h${first.n}`, priority: shown, waitedMs: s(now) - s(first.at) },
        },
      ]);
    }),
    { numRuns: 1_000 },
  ));
