/** A place in a line: the credited instant of the request, then the id. */
export interface Place {
  readonly at: number;
  readonly id: string;
}

/** A line in order: a persistent treap whose weights are derived from the ids, so that the same members make the same tree. */
export type Order = Node | null;
interface Node {
  readonly place: Place;
  readonly weight: number;
  readonly size: number;
  readonly left: Order;
  readonly right: Order;
}

export const comparePlaces = (a: Place, b: Place): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const sizeOf = (order: Order): number => order?.size ?? 0;
const node = (place: Place, weight: number, left: Order, right: Order): Node => ({
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
const split = (order: Order, place: Place): readonly [Order, Order] => {
  if (order === null) return [null, null];
  if (comparePlaces(order.place, place) < 0) {
    const [before, behind] = split(order.right, place);
    return [node(order.place, order.weight, order.left, before), behind];
  }
  const [before, behind] = split(order.left, place);
  return [before, node(order.place, order.weight, behind, order.right)];
};

const joined = (before: Order, behind: Order): Order => {
  if (before === null) return behind;
  if (behind === null) return before;
  return before.weight > behind.weight
    ? node(before.place, before.weight, before.left, joined(before.right, behind))
    : node(behind.place, behind.weight, joined(before, behind.left), behind.right);
};

/** O(log n); the place must be free. */
export const entered = (order: Order, place: Place): Node => {
  const weight = weightOf(place.id);
  if (order === null || weight > order.weight) return node(place, weight, ...split(order, place));
  return comparePlaces(place, order.place) < 0
    ? node(order.place, order.weight, entered(order.left, place), order.right)
    : node(order.place, order.weight, order.left, entered(order.right, place));
};

/** O(log n); nothing changes where the place is not taken. */
export const left = (order: Order, place: Place): Order => {
  if (order === null) return null;
  const side = comparePlaces(place, order.place);
  if (side === 0) return joined(order.left, order.right);
  return side < 0
    ? node(order.place, order.weight, left(order.left, place), order.right)
    : node(order.place, order.weight, order.left, left(order.right, place));
};

/** How many stand before a place; O(log n). */
export const countBefore = (order: Order, place: Place): number => {
  let count = 0;
  let at = order;
  while (at !== null) {
    if (comparePlaces(at.place, place) < 0) {
      count += 1 + sizeOf(at.left);
      at = at.right;
    } else {
      at = at.left;
    }
  }
  return count;
};
