import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  allEntries,
  compareEntries,
  countBefore,
  type Entry,
  entriesBetween,
  entryIterator,
  firstAfter,
  type OrderedSet,
  sizeOf,
  withEntry,
  withoutEntry,
} from './ordered-set.ts';

const entry = fc.record({ at: fc.nat(5), id: fc.constantFrom('a', 'b', 'c', 'd') });
const changes = fc.array(fc.record({ add: fc.boolean(), entry }));

const setOf = (entries: readonly Entry[]): OrderedSet => entries.reduce<OrderedSet>(withEntry, null);
const isSame = (one: Entry) => (other: Entry) => compareEntries(one, other) === 0;

/** The set after these changes, and the same kept as a sorted array. */
const applied = (list: readonly { readonly add: boolean; readonly entry: Entry }[]) => {
  let set: OrderedSet = null;
  let expected: Entry[] = [];
  for (const { add, entry: one } of list) {
    set = add ? withEntry(set, one) : withoutEntry(set, one);
    expected = expected.filter((other) => !isSame(one)(other));
    if (add) expected = [...expected, one].sort(compareEntries);
  }
  return { set, expected };
};

const depthOf = (set: OrderedSet): number => (set === null ? 0 : 1 + Math.max(depthOf(set.left), depthOf(set.right)));

describe('an ordered set', () => {
  test('holds each added and not removed entry once, in order', () =>
    fc.assert(
      fc.property(changes, (list) => {
        const { set, expected } = applied(list);
        expect(allEntries(set)).toEqual(expected);
        expect(sizeOf(set)).toBe(expected.length);
        const next = entryIterator(set);
        expect([...expected.map(next), next()]).toEqual([...expected, undefined]);
      }),
    ));

  test('finds the entries of a range and the first after a number', () =>
    fc.assert(
      fc.property(changes, fc.integer({ min: -1, max: 5 }), fc.nat(6), (list, after, length) => {
        const { set, expected } = applied(list);
        const later = expected.filter(({ at }) => at > after);
        expect(entriesBetween(set, after, after + length)).toEqual(later.filter(({ at }) => at <= after + length));
        expect(firstAfter(set, after)).toEqual(later[0]);
      }),
    ));

  test('counts the entries before one that is or is not in it', () =>
    fc.assert(
      fc.property(changes, entry, (list, sought) => {
        const { set, expected } = applied(list);
        expect(countBefore(set, sought)).toBe(expected.filter((other) => compareEntries(other, sought) < 0).length);
      }),
    ));

  test('has one shape for the same entries, whatever was added and removed before', () =>
    fc.assert(
      fc.property(changes, (list) => {
        const { set, expected } = applied(list);
        expect(set).toEqual(setOf(expected));
      }),
    ));

  test('leaves earlier versions as they were', () =>
    fc.assert(
      fc.property(changes, entry, (list, one) => {
        const { set, expected } = applied(list);
        withEntry(set, one);
        withoutEntry(set, one);
        expect(allEntries(set)).toEqual(expected);
      }),
    ));

  test('stays shallow with 10,000 ids that differ in their digits only', () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => `h${n}`);
    expect(depthOf(setOf(ids.map((id) => ({ at: 0, id }))))).toBeLessThan(50);
    expect(depthOf(setOf(ids.map((id, n) => ({ at: n * 1_000, id }))))).toBeLessThan(50);
  });
});
