import fc from 'fast-check';
import { assignTasks } from './task-assignment.ts';

const members = fc
  .dictionary(
    fc.string({ minLength: 1, maxLength: 4 }),
    fc.array(fc.integer({ min: -1, max: 40 }), { maxLength: 20 }),
    { minKeys: 1, maxKeys: 9 },
  )
  .map((held) => new Map(Object.entries(held)));
const counts = fc.integer({ min: 0, max: 32 });

describe('assignment of tasks', () => {
  test('gives every task to one member, and no member has two more than another', () => {
    fc.assert(
      fc.property(members, counts, (held, count) => {
        const dealt = [...assignTasks(held, count).values()];
        expect(dealt.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, task) => task));
        const sizes = dealt.map((tasks) => tasks.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('does not depend on the order of the members', () => {
    fc.assert(
      fc.property(members, counts, (held, count) => {
        const turned = new Map([...held].reverse());
        expect(new Map(assignTasks(turned, count))).toEqual(assignTasks(held, count));
      }),
    );
  });

  test('is stable, and moves only the tasks of a member that leaves', () => {
    fc.assert(
      fc.property(members, counts, (held, count) => {
        const dealt = assignTasks(held, count);
        expect(assignTasks(dealt, count)).toEqual(dealt);
        const [leaver, ...others] = [...dealt.keys()];
        if (leaver === undefined || others.length === 0) return;
        const left = new Map(others.map((id) => [id, dealt.get(id) ?? []]));
        for (const [id, tasks] of assignTasks(left, count))
          expect(tasks).toEqual(expect.arrayContaining(left.get(id) ?? []));
      }),
    );
  });
});
