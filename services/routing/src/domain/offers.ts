import type { Context, Output } from '@warmline/messaging/decider';
import { type Candidate, candidatesOf, mayBeAskedAgain, type Roster, rosterOf, staffedSteps } from './eligibility.ts';
import type { RoutingOutput } from './evolve.ts';
import { inOrder, type Moment, momentsAfter } from './moments.ts';
import { hasRoom, type Pool, type Request, waitedMs } from './pool.ts';
import type { Line, QueueIndex } from './queue.ts';
import { type Ranked, ranked, whyAsked } from './ranking.ts';
import { creditedAt, type RoutingSettings } from './teams.ts';

/** One decision under way: what has been told so far, and the pool as it is after that. */
export interface Course {
  readonly pool: () => Pool;
  readonly tell: (output: Output<RoutingOutput>) => void;
  readonly outputs: readonly Output<RoutingOutput>[];
}

interface Cursor {
  readonly line: Line;
  readonly candidates: readonly Candidate[];
  readonly rest: Iterator<Moment, undefined>;
  head: Moment;
}

const factsOf = (pool: Pool, { handoffId, conversationId }: Request) => ({
  poolId: pool.poolId,
  tenantId: pool.tenantId,
  handoffId,
  conversationId,
});

/** Says once of each hand-off that waits while nobody on duty may serve it. */
export const raiseAlarms = (course: Course, index: QueueIndex): void => {
  const pool = course.pool();
  const lines = [...index.of(pool).lines.values()].filter(({ shape }) => !shape.alarmed);
  if (lines.length === 0) return;
  const roster = rosterOf(pool.agents);
  const alone = lines.filter(({ shape }) => staffedSteps(shape, roster).length === 0);
  const moments = alone.flatMap((line) => [...momentsAfter(line.waiting, -1)]).sort(inOrder);
  for (const { id } of moments) {
    const request = pool.handoffs.get(id)?.request;
    const team = request?.steps[0]?.team;
    if (request === undefined || team === undefined) continue;
    course.tell({ type: 'TeamUnstaffed', data: { ...factsOf(pool, request), team } });
  }
};

const eligibleFor = (settings: RoutingSettings, pool: Pool, request: Request, cursor: Cursor) => {
  const age = Math.max(0, pool.clock - request.requestedAt);
  const open: Ranked[] = [];
  for (const candidate of cursor.candidates) {
    const agent = pool.agents.get(candidate.agentId);
    if (agent !== undefined && hasRoom(agent) && candidate.delayMs <= age) open.push({ agent, candidate });
  }
  return {
    open,
    eligible: open.filter(({ agent }) => mayBeAskedAgain(settings, request, agent.agentId, pool.clock)),
  };
};

/**
 * Gives every free slot at once to who has waited longest by credited time, until no slot can be given. One pass: an offer takes
 * a slot and frees none. Walks only as far as slots go: O(lines x free agents) and O(log n) an offer, whatever the queue's length.
 */
export const offerSlots = (course: Course, index: QueueIndex, settings: RoutingSettings, context: Context): void => {
  const roster: Roster = rosterOf(course.pool().agents);
  if (roster.free.size === 0) return;
  const { lines } = index.of(course.pool());
  const credit = (cursor: Cursor) => creditedAt(settings, cursor.head.at, cursor.line.shape.level);
  let cursors: Cursor[] = [];
  for (const line of lines.values()) {
    const candidates = candidatesOf(settings, line.shape, roster);
    if (candidates.length === 0) continue;
    const rest = momentsAfter(line.waiting, -1);
    const head = rest.next();
    if (head.done !== true) cursors.push({ line, candidates, rest, head: head.value });
  }
  while (cursors.length > 0) {
    const cursor = cursors.reduce((a, b) => ((credit(a) - credit(b) || inOrder(a.head, b.head)) <= 0 ? a : b));
    const pool = course.pool();
    const request = pool.handoffs.get(cursor.head.id)?.request;
    const { open, eligible } =
      request === undefined ? { open: [], eligible: [] } : eligibleFor(settings, pool, request, cursor);
    const order = request === undefined ? [] : ranked(request, eligible);
    const best = order[0];
    if (request !== undefined && best !== undefined) {
      const { agentId, name } = best.agent;
      course.tell({
        type: 'HandoffOfferedToAgent',
        data: {
          ...factsOf(pool, request),
          offerId: context.id(`offer/${request.handoffId}`),
          agentId,
          agentName: name,
          team: best.candidate.team,
          priority: request.priority,
          waitedMs: waitedMs(request, pool.clock),
          expiresAt: pool.clock + settings.offerSeconds * 1000,
          why: whyAsked(request, cursor.line.shape, order, rosterOf(pool.agents), pool.clock),
        },
      });
    }
    const next = cursor.rest.next();
    if (open.length === 0 || next.done === true) cursors = cursors.filter((other) => other !== cursor);
    else cursor.head = next.value;
  }
};
