/** A place in a line: the credited instant of the request, then the id. */
export interface SortKey {
  readonly at: number;
  readonly id: string;
}

/** A line in order: a persistent treap whose weights are derived from the ids, so that the same members make the same tree. */
export type OrderedSet = Node | null;
interface Node {
  readonly place: SortKey;
  readonly weight: number;
  readonly size: number;
  readonly left: OrderedSet;
  readonly right: OrderedSet;
}

export const compareKeys = (a: SortKey, b: SortKey): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const sizeOf = (order: OrderedSet): number => order?.size ?? 0;
const node = (place: SortKey, weight: number, left: OrderedSet, right: OrderedSet): Node => ({
  place,
  weight,
  left,
  right,
  size: 1 + sizeOf(left) + sizeOf(right),
});

/** FNV-1a, mixed once more (murmur3's finaliser): ids that differ in one digit are far apart. */
const weightOf = (id: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** Those before a place, and those at it or behind. */
const split = (order: OrderedSet, place: SortKey): readonly [OrderedSet, OrderedSet] => {
  if (order === null) return [null, null];
  if (compareKeys(order.place, place) < 0) {
    const [before, behind] = split(order.right, place);
    return [node(order.place, order.weight, order.left, before), behind];
  }
  const [before, behind] = split(order.left, place);
  return [before, node(order.place, order.weight, behind, order.right)];
};

const joined = (before: OrderedSet, behind: OrderedSet): OrderedSet => {
  if (before === null) return behind;
  if (behind === null) return before;
  return before.weight > behind.weight
    ? node(before.place, before.weight, before.left, joined(before.right, behind))
    : node(behind.place, behind.weight, joined(before, behind.left), behind.right);
};

/** O(log n); the place must be free. */
export const inserted = (order: OrderedSet, place: SortKey): Node => {
  const weight = weightOf(place.id);
  if (order === null || weight > order.weight) return node(place, weight, ...split(order, place));
  return compareKeys(place, order.place) < 0
    ? node(order.place, order.weight, inserted(order.left, place), order.right)
    : node(order.place, order.weight, order.left, inserted(order.right, place));
};

/** O(log n); nothing changes where the place is not taken. */
export const removed = (order: OrderedSet, place: SortKey): OrderedSet => {
  if (order === null) return null;
  const side = compareKeys(place, order.place);
  if (side === 0) return joined(order.left, order.right);
  return side < 0
    ? node(order.place, order.weight, removed(order.left, place), order.right)
    : node(order.place, order.weight, order.left, removed(order.right, place));
};

/** How many stand before a place; O(log n). */
export const countBefore = (order: OrderedSet, place: SortKey): number => {
  let count = 0;
  let at = order;
  while (at !== null) {
    if (compareKeys(at.place, place) < 0) {
      count += 1 + sizeOf(at.left);
      at = at.right;
    } else {
      at = at.left;
    }
  }
  return count;
};
