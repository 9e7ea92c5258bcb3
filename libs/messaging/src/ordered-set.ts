/** An id at a number, for example an instant in milliseconds. Ordered by the number, then by the UTF-16 code units of the id. */
export interface Entry {
  readonly at: number;
  readonly id: string;
}

interface Node {
  readonly entry: Entry;
  readonly rank: number;
  readonly size: number;
  readonly left: OrderedSet;
  readonly right: OrderedSet;
}

/**
 * A persistent ordered set of entries; null is the empty set. A change returns a new set and leaves the old one as it was,
 * in O(log n) expected. A treap whose ranks are hashes of its entries, so equal sets have equal shapes, whatever their history.
 * Source: Seidel and Aragon, Randomized search trees, 1996.
 */
export type OrderedSet = Node | null;

export const compareEntries = (a: Entry, b: Entry): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const sizeOf = (set: OrderedSet): number => (set === null ? 0 : set.size);

const node = (entry: Entry, rank: number, left: OrderedSet, right: OrderedSet): Node => ({
  entry,
  rank,
  size: 1 + sizeOf(left) + sizeOf(right),
  left,
  right,
});

/** FNV-1a of the id and the number, then the finaliser of MurmurHash3: ids that differ in one digit get ranks far apart. */
const rankOf = ({ id, at }: Entry): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (at >>> 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** The entries before `entry`, and the others. */
const split = (set: OrderedSet, entry: Entry): readonly [OrderedSet, OrderedSet] => {
  if (set === null) return [null, null];
  if (compareEntries(set.entry, entry) < 0) {
    const [before, others] = split(set.right, entry);
    return [node(set.entry, set.rank, set.left, before), others];
  }
  const [before, others] = split(set.left, entry);
  return [before, node(set.entry, set.rank, others, set.right)];
};

/** Every entry of `low` is before every entry of `high`. Of equal ranks the smaller entry is above. */
const merge = (low: OrderedSet, high: OrderedSet): OrderedSet => {
  if (low === null) return high;
  if (high === null) return low;
  return low.rank >= high.rank
    ? node(low.entry, low.rank, low.left, merge(low.right, high))
    : node(high.entry, high.rank, merge(low, high.left), high.right);
};

const insert = (set: OrderedSet, entry: Entry, rank: number): Node => {
  if (set === null) return node(entry, rank, null, null);
  const order = compareEntries(entry, set.entry);
  if (order === 0) return set;
  if (rank > set.rank || (rank === set.rank && order < 0)) return node(entry, rank, ...split(set, entry));
  return order < 0
    ? node(set.entry, set.rank, insert(set.left, entry, rank), set.right)
    : node(set.entry, set.rank, set.left, insert(set.right, entry, rank));
};

/** An entry that is in the set already changes nothing. */
export const withEntry = (set: OrderedSet, entry: Entry): OrderedSet => insert(set, entry, rankOf(entry));

/** An entry that is not in the set changes nothing. */
export const withoutEntry = (set: OrderedSet, entry: Entry): OrderedSet => {
  if (set === null) return null;
  const order = compareEntries(entry, set.entry);
  if (order === 0) return merge(set.left, set.right);
  return order < 0
    ? node(set.entry, set.rank, withoutEntry(set.left, entry), set.right)
    : node(set.entry, set.rank, set.left, withoutEntry(set.right, entry));
};

/** How many entries are before `entry`, which need not be in the set; O(log n). */
export const countBefore = (set: OrderedSet, entry: Entry): number => {
  let count = 0;
  for (let at = set; at !== null; ) {
    if (compareEntries(at.entry, entry) < 0) {
      count += 1 + sizeOf(at.left);
      at = at.right;
    } else at = at.left;
  }
  return count;
};

/** The first entry with a number above `after`; O(log n). */
export const firstAfter = (set: OrderedSet, after: number): Entry | undefined => {
  let first: Entry | undefined;
  for (let at = set; at !== null; ) {
    if (at.entry.at > after) {
      first = at.entry;
      at = at.left;
    } else at = at.right;
  }
  return first;
};

/** In order, the entries above `after` and up to `until`; O(k + log n) for k of them. */
export const entriesBetween = (
  set: OrderedSet,
  after: number,
  until: number,
  found: Entry[] = [],
): readonly Entry[] => {
  if (set === null) return found;
  const { at } = set.entry;
  if (at > after) entriesBetween(set.left, after, until, found);
  if (at > after && at <= until) found.push(set.entry);
  if (at <= until) entriesBetween(set.right, after, until, found);
  return found;
};

export const allEntries = (set: OrderedSet): readonly Entry[] => entriesBetween(set, -Infinity, Infinity);

/** Each call returns the next entry in order, then undefined. Taking k entries costs O(k + log n). */
export const entryIterator = (set: OrderedSet): (() => Entry | undefined) => {
  const path: Node[] = [];
  const descend = (from: OrderedSet): void => {
    for (let at = from; at !== null; at = at.left) path.push(at);
  };
  descend(set);
  return () => {
    const next = path.pop();
    if (next === undefined) return undefined;
    descend(next.right);
    return next.entry;
  };
};
