import type { Instant } from '@warmline/contracts';
import type { Context, Output } from '@warmline/messaging/decider';
import type { CallIndex } from './callbacks.ts';
import { assignCall } from './calls.ts';
import { type Choice, choiceOf } from './choice.ts';
import { staffedSteps } from './eligibility.ts';
import type { RoutingOutput } from './events.ts';
import { floorOf } from './floor.ts';
import { inOrder, inTurn, type Moment } from './moments.ts';
import { type Pool, type Request, waitedMs } from './pool.ts';
import type { Line, QueueIndex } from './queue.ts';
import { whyAsked } from './ranking.ts';
import { creditedAt, type RoutingSettings, shownPriority } from './teams.ts';
import { sameSlots, touchedLines } from './touched.ts';

/** One decision under way: what has been told so far, and the pool as it is after that. */
export interface Course {
  readonly pool: () => Pool;
  /** When the input was taken in, where that was more than half an offer's time after its own; null otherwise. */
  readonly lateFrom: Instant | null;
  readonly tell: (output: Output<RoutingOutput>) => void;
  readonly outputs: readonly Output<RoutingOutput>[];
}

interface Cursor {
  readonly line: Line;
  readonly next: () => Moment | undefined;
  readonly head: Moment;
  /** When its head counts as requested. */
  readonly credited: Instant;
}

const later = (a: Cursor, b: Cursor): number => b.credited - a.credited || inOrder(b.head, a.head);

/** Puts it where it belongs among cursors that are in order, the earliest last. */
const insert = (cursors: Cursor[], cursor: Cursor): void => {
  let at = cursors.length;
  for (let below = cursors[at - 1]; below !== undefined && later(below, cursor) > 0; below = cursors[at - 1]) at -= 1;
  cursors.splice(at, 0, cursor);
};

export const factsOf = (pool: Pool, { handoffId, conversationId }: Request) => ({
  poolId: pool.poolId,
  tenantId: pool.tenantId,
  handoffId,
  conversationId,
});

const nobody: Choice = { open: false, order: [] };

/**
 * Callbacks whose time has come stand in the same order as who waits, by their age.
 * Gives every free slot at once to who has waited longest by credited time, until no slot can be given. One pass: an offer takes
 * a slot and frees none. Where no slot came free, only those lines are looked at that something happened to. Walks only as far as slots go: O(lines) and O(log n) an offer, whatever the queue's length.
 */
export const offerSlots = (
  course: Course,
  index: QueueIndex,
  calls: CallIndex,
  settings: RoutingSettings,
  context: Context,
  before: Pool,
): void => {
  const free = () => floorOf(course.pool().agents).free;
  if (free().size === 0) return;
  const cursors: Cursor[] = [];
  const at = (line: Line, next: Cursor['next']): Cursor | undefined => {
    const head = next();
    if (head === undefined) return undefined;
    return { line, next, head, credited: creditedAt(settings, head.at, line.shape.level) };
  };
  const served = ({ shape }: Line): boolean => staffedSteps(shape, course.pool()).some(({ team }) => free().has(team));
  const teams = new Set(free().keys());
  const concerns = ({ shape }: Line): boolean => shape.steps.some(({ team }) => teams.has(team));
  const same = sameSlots(before, course.pool());
  const looked = [index, calls].flatMap((each) =>
    same ? touchedLines(course, each, before) : [...each.of(course.pool()).lines.values()],
  );
  for (const line of looked) {
    const cursor = concerns(line) && served(line) ? at(line, inTurn(line.waiting)) : undefined;
    if (cursor !== undefined) cursors.push(cursor);
  }
  cursors.sort(later);
  for (let cursor = cursors.pop(); cursor !== undefined; cursor = cursors.pop()) {
    if (!served(cursor.line)) continue;
    const pool = course.pool();
    const callback = pool.callbacks.get(cursor.head.id);
    const request = (callback ?? pool.handoffs.get(cursor.head.id))?.request;
    const { shape } = cursor.line;
    const { open, order } = request === undefined ? nobody : choiceOf(settings, pool, shape, request);
    const best = order[0];
    if (callback !== undefined && best !== undefined) {
      assignCall(course, callback, best, settings, whyAsked(settings, callback.request, shape, order, pool));
    } else if (request !== undefined && best !== undefined) {
      const { agentId, name } = best.agent;
      course.tell({
        type: 'HandoffOfferedToAgent',
        data: {
          ...factsOf(pool, request),
          offerId: context.id(`offer/${request.handoffId}`),
          agentId,
          agentName: name,
          team: best.candidate.team,
          priority: shownPriority(settings, request, pool.clock),
          waitedMs: waitedMs(request, pool.clock),
          expiresAt: (course.lateFrom ?? pool.clock) + settings.offerSeconds * 1000,
          why: whyAsked(settings, request, shape, order, pool),
        },
      });
    }
    const next = open ? at(cursor.line, cursor.next) : undefined;
    if (next !== undefined) insert(cursors, next);
  }
};
