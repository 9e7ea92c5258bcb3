import type { Instant } from '@warmline/contracts';
import { compareIds } from './pool.ts';

/** Something of an id at an instant. Ordered by instant, then id. */
export interface Entry {
  readonly at: Instant;
  readonly id: string;
}

interface Node {
  readonly entry: Entry;
  readonly rank: number;
  readonly left: OrderedSet;
  readonly right: OrderedSet;
}

/**
 * A persistent ordered set of moments: a change gives a new set and leaves the old one as it was, in O(log n) expected.
 * A treap whose ranks are hashes of its members, so equal sets have equal shapes whatever happened before.
 * Source: Seidel and Aragon, Randomized search trees, 1996.
 */
export type OrderedSet = Node | null;

export const compareEntries = (a: Entry, b: Entry): number => a.at - b.at || compareIds(a.id, b.id);

/** FNV-1a of the id, then of the instant. */
const rankOf = ({ id, at }: Entry): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (at >>> 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
};

const split = (tree: OrderedSet, at: Entry): readonly [OrderedSet, OrderedSet] => {
  if (tree === null) return [null, null];
  if (compareEntries(tree.entry, at) < 0) {
    const [low, high] = split(tree.right, at);
    return [{ ...tree, right: low }, high];
  }
  const [low, high] = split(tree.left, at);
  return [low, { ...tree, left: high }];
};

const merge = (low: OrderedSet, high: OrderedSet): OrderedSet => {
  if (low === null) return high;
  if (high === null) return low;
  return low.rank >= high.rank ? { ...low, right: merge(low.right, high) } : { ...high, left: merge(low, high.left) };
};

const insert = (tree: OrderedSet, entry: Entry, rank: number): Node => {
  if (tree === null) return { entry, rank, left: null, right: null };
  const order = compareEntries(entry, tree.entry);
  if (order === 0) return tree;
  if (rank > tree.rank) {
    const [left, right] = split(tree, entry);
    return { entry, rank, left, right };
  }
  return order < 0
    ? { ...tree, left: insert(tree.left, entry, rank) }
    : { ...tree, right: insert(tree.right, entry, rank) };
};

export const withEntry = (tree: OrderedSet, entry: Entry): OrderedSet => insert(tree, entry, rankOf(entry));

export const withoutEntry = (tree: OrderedSet, entry: Entry): OrderedSet => {
  if (tree === null) return null;
  const order = compareEntries(entry, tree.entry);
  if (order === 0) return merge(tree.left, tree.right);
  return order < 0
    ? { ...tree, left: withoutEntry(tree.left, entry) }
    : { ...tree, right: withoutEntry(tree.right, entry) };
};

/** The first later than `after`, in O(log n). */
export const firstAfter = (tree: OrderedSet, after: Instant): Entry | undefined => {
  let first: Entry | undefined;
  for (let at = tree; at !== null; ) {
    if (at.entry.at > after) {
      first = at.entry;
      at = at.left;
    } else at = at.right;
  }
  return first;
};

/** In order, those later than `after` and not later than `until`. Taking k costs O(k + log n). */
export const entriesBetween = (
  tree: OrderedSet,
  after: Instant,
  until: Instant,
  found: Entry[] = [],
): readonly Entry[] => {
  if (tree === null) return found;
  const { at } = tree.entry;
  if (at > after) entriesBetween(tree.left, after, until, found);
  if (at > after && at <= until) found.push(tree.entry);
  if (at <= until) entriesBetween(tree.right, after, until, found);
  return found;
};

export const allEntries = (tree: OrderedSet): readonly Entry[] => entriesBetween(tree, -Infinity, Infinity);

/** All of them in order, one a call, then undefined. Taking k costs O(k + log n). */
export const entryIterator = (tree: OrderedSet): (() => Entry | undefined) => {
  const open: Node[] = [];
  const descend = (from: OrderedSet): void => {
    for (let at = from; at !== null; at = at.left) open.push(at);
  };
  descend(tree);
  return () => {
    const node = open.pop();
    if (node === undefined) return undefined;
    descend(node.right);
    return node.entry;
  };
};
