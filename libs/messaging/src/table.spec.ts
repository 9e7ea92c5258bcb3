import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Table } from './table.ts';

const rowsOf = (table: Table<number>) => Object.fromEntries(table.ids().map((id) => [id, table.get(id)]));

test('a table knows the rows set or deleted since it was saved', () => {
  const saved = Table.of([
    ['a', 1],
    ['b', 2],
  ]);
  expect(saved.changedIds()).toEqual([]);
  const changed = saved.set('c', 3).delete('a').set('b', 4).set('b', 5);
  expect(changed.changedIds().sort()).toEqual(['a', 'b', 'c']);
  expect(rowsOf(changed)).toEqual({ b: 5, c: 3 });
  expect(changed.saved().changedIds()).toEqual([]);
  expect(rowsOf(changed.saved())).toEqual({ b: 5, c: 3 });
});

test('a change returns a new table and leaves the old one unchanged', () => {
  const before = Table.of([['a', 1]]);
  before.set('a', 2).delete('a').set('b', 1);
  expect([rowsOf(before), before.changedIds(), before.size]).toEqual([{ a: 1 }, [], 1]);
});

test('deleting a missing row changes nothing; deleting a row just set is a change, because it may have been saved before', () => {
  const table = Table.of([['a', 1]]);
  expect(table.delete('x')).toBe(table);
  expect(table.delete('a').set('a', 1).delete('a').changedIds()).toEqual(['a']);
});

test('saving a table without changes returns the same table', () => {
  const table = Table.of([['a', 1]]);
  expect(table.saved()).toBe(table);
});

test('a derived value is computed once per set of rows, also after saving, and again for other rows', () => {
  let computed = 0;
  const sum = (table: Table<number>): number => {
    computed += 1;
    return table.values().reduce((a, b) => a + b, 0);
  };
  const table = Table.of([['a', 1]]).set('b', 2);
  expect([table.derive(sum), table.saved().derive(sum), computed]).toEqual([3, 3, 1]);
  expect([table.set('a', 5).derive(sum), table.derive(sum), computed]).toEqual([7, 3, 2]);
});

test('a derived value that is carried over a change is not computed again', () => {
  const sum = (): number => {
    throw new Error('computed again');
  };
  const changed = Table.of([['a', 1]]).set('a', 4);
  expect(changed.derive(sum, () => 4)).toBe(4);
  expect(changed.saved().derive(sum)).toBe(4);
});

test('saving only the changes gives the same table as saving all rows', () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    row: fc.option(fc.integer(), { nil: undefined }),
    save: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const stored = new Map<string, number>();
      let table = Table.of<number>();
      for (const { id, row, save } of [...steps, { id: 'a', row: 1, save: true }]) {
        table = row === undefined ? table.delete(id) : table.set(id, row);
        if (!save) continue;
        for (const changed of table.changedIds()) {
          const row = table.get(changed);
          if (row === undefined) stored.delete(changed);
          else stored.set(changed, row);
        }
        table = table.saved();
        expect(Object.fromEntries(stored)).toEqual(rowsOf(table));
      }
      expect(table.values().sort()).toEqual([...stored.values()].sort());
    }),
    { seed: 20_261_122 },
  );
});
