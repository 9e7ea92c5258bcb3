import type { Instant } from '@warmline/contracts';
import { byId } from './pool.ts';

/** Something of an id at an instant. Ordered by instant, then id. */
export interface Moment {
  readonly at: Instant;
  readonly id: string;
}

interface Node {
  readonly moment: Moment;
  readonly rank: number;
  readonly left: Moments;
  readonly right: Moments;
}

/**
 * A persistent ordered set of moments: a change gives a new set and leaves the old one as it was, in O(log n) expected.
 * A treap whose ranks are hashes of its members, so equal sets have equal shapes whatever happened before.
 * Source: Seidel and Aragon, Randomized search trees, 1996.
 */
export type Moments = Node | null;

export const inOrder = (a: Moment, b: Moment): number => a.at - b.at || byId(a.id, b.id);

/** FNV-1a of the id, then of the instant. */
const rankOf = ({ id, at }: Moment): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (at >>> 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
};

const split = (tree: Moments, at: Moment): readonly [Moments, Moments] => {
  if (tree === null) return [null, null];
  if (inOrder(tree.moment, at) < 0) {
    const [low, high] = split(tree.right, at);
    return [{ ...tree, right: low }, high];
  }
  const [low, high] = split(tree.left, at);
  return [low, { ...tree, left: high }];
};

const merge = (low: Moments, high: Moments): Moments => {
  if (low === null) return high;
  if (high === null) return low;
  return low.rank >= high.rank ? { ...low, right: merge(low.right, high) } : { ...high, left: merge(low, high.left) };
};

const insert = (tree: Moments, moment: Moment, rank: number): Node => {
  if (tree === null) return { moment, rank, left: null, right: null };
  const order = inOrder(moment, tree.moment);
  if (order === 0) return tree;
  if (rank > tree.rank) {
    const [left, right] = split(tree, moment);
    return { moment, rank, left, right };
  }
  return order < 0
    ? { ...tree, left: insert(tree.left, moment, rank) }
    : { ...tree, right: insert(tree.right, moment, rank) };
};

export const withMoment = (tree: Moments, moment: Moment): Moments => insert(tree, moment, rankOf(moment));

export const withoutMoment = (tree: Moments, moment: Moment): Moments => {
  if (tree === null) return null;
  const order = inOrder(moment, tree.moment);
  if (order === 0) return merge(tree.left, tree.right);
  return order < 0
    ? { ...tree, left: withoutMoment(tree.left, moment) }
    : { ...tree, right: withoutMoment(tree.right, moment) };
};

/** The first later than `after`, in O(log n). */
export const firstAfter = (tree: Moments, after: Instant): Moment | undefined => {
  let first: Moment | undefined;
  for (let at = tree; at !== null; ) {
    if (at.moment.at > after) {
      first = at.moment;
      at = at.left;
    } else at = at.right;
  }
  return first;
};

/** In order, those later than `after` and not later than `until`. Taking k costs O(k + log n). */
export const momentsBetween = (
  tree: Moments,
  after: Instant,
  until: Instant,
  found: Moment[] = [],
): readonly Moment[] => {
  if (tree === null) return found;
  const { at } = tree.moment;
  if (at > after) momentsBetween(tree.left, after, until, found);
  if (at > after && at <= until) found.push(tree.moment);
  if (at <= until) momentsBetween(tree.right, after, until, found);
  return found;
};

export const allMoments = (tree: Moments): readonly Moment[] => momentsBetween(tree, -Infinity, Infinity);

/** All of them in order, one a call, then undefined. Taking k costs O(k + log n). */
export const inTurn = (tree: Moments): (() => Moment | undefined) => {
  const open: Node[] = [];
  const descend = (from: Moments): void => {
    for (let at = from; at !== null; at = at.left) open.push(at);
  };
  descend(tree);
  return () => {
    const node = open.pop();
    if (node === undefined) return undefined;
    descend(node.right);
    return node.moment;
  };
};
