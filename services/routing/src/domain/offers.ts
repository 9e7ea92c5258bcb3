import type { Instant } from '@warmline/contracts';
import type { Context } from '@warmline/messaging/decider';
import { compareEntries, type Entry, entryIterator } from '@warmline/messaging/ordered-set';
import { affectedLines, capacityUnchanged } from './affected-lines.ts';
import { agentIndexOf } from './agent-index.ts';
import { assignCallback } from './callback-attempts.ts';
import type { CallbackIndex } from './callbacks.ts';
import { type CandidateList, findCandidates } from './candidates.ts';
import { type Decision, handoffIds } from './decision.ts';
import { staffedSteps } from './eligibility.ts';
import { type Pool, waitedMs } from './pool.ts';
import type { QueueIndex, QueueLine } from './queue.ts';
import { explainOffer } from './ranking.ts';
import { displayedPriority, effectiveRequestedAt, type RoutingSettings } from './teams.ts';

interface Cursor {
  readonly line: QueueLine;
  readonly next: () => Entry | undefined;
  readonly head: Entry;
  /** The credited request time of its head. */
  readonly effectiveRequestedAt: Instant;
}

const compareCursors = (a: Cursor, b: Cursor): number =>
  b.effectiveRequestedAt - a.effectiveRequestedAt || compareEntries(b.head, a.head);

/** Inserts the cursor into sorted cursors; the one to serve first is last. */
const insertSorted = (cursors: Cursor[], cursor: Cursor): void => {
  let at = cursors.length;
  for (let below = cursors[at - 1]; below !== undefined && compareCursors(below, cursor) > 0; below = cursors[at - 1])
    at -= 1;
  cursors.splice(at, 0, cursor);
};

const noCandidates: CandidateList = { hasFreeAgent: false, candidates: [] };

/**
 * Offers all free capacity to the hand-offs that have waited longest by credited time, until none of it can be used. Callbacks whose
 * time has come are in the same order, by the age of their hand-off. One pass is enough, because an offer never frees capacity.
 * If no capacity was freed, only the affected lines are examined. Cost: O(lines examined), and O(log n) for each offer.
 */
export const offerFreeCapacity = (
  decision: Decision,
  queueIndex: QueueIndex,
  callbackIndex: CallbackIndex,
  settings: RoutingSettings,
  context: Context,
  before: Pool,
): void => {
  const idleGroups = () => agentIndexOf(decision.pool().agents).idleGroups;
  if (idleGroups().size === 0) return;
  const cursors: Cursor[] = [];
  const cursorAt = (line: QueueLine, next: Cursor['next']): Cursor | undefined => {
    const head = next();
    if (head === undefined) return undefined;
    return { line, next, head, effectiveRequestedAt: effectiveRequestedAt(settings, head.at, line.requirements.level) };
  };
  const canBeServed = ({ requirements }: QueueLine): boolean =>
    staffedSteps(requirements, decision.pool()).some(({ team }) => idleGroups().has(team));
  const teams = new Set(idleGroups().keys());
  const hasFreeTeam = ({ requirements }: QueueLine): boolean => requirements.steps.some(({ team }) => teams.has(team));
  const unchanged = capacityUnchanged(before, decision.pool());
  const linesToCheck = [queueIndex, callbackIndex].flatMap((each) =>
    unchanged ? affectedLines(decision, each, before) : [...each.of(decision.pool()).lines.values()],
  );
  for (const line of linesToCheck) {
    const cursor = hasFreeTeam(line) && canBeServed(line) ? cursorAt(line, entryIterator(line.waiting)) : undefined;
    if (cursor !== undefined) cursors.push(cursor);
  }
  cursors.sort(compareCursors);
  for (let cursor = cursors.pop(); cursor !== undefined; cursor = cursors.pop()) {
    if (!canBeServed(cursor.line)) continue;
    const pool = decision.pool();
    const callback = pool.callbacks.get(cursor.head.id);
    const request = (callback ?? pool.handoffs.get(cursor.head.id))?.request;
    const { requirements } = cursor.line;
    const { hasFreeAgent, candidates } =
      request === undefined ? noCandidates : findCandidates(settings, pool, requirements, request);
    const best = candidates[0];
    if (callback !== undefined && best !== undefined) {
      assignCallback(
        decision,
        callback,
        best,
        settings,
        explainOffer(settings, callback.request, requirements, candidates, pool),
      );
    } else if (request !== undefined && best !== undefined) {
      const { agentId, name } = best.agent;
      decision.emit({
        type: 'HandoffOfferedToAgent',
        data: {
          ...handoffIds(pool, request),
          offerId: context.id(`offer/${request.handoffId}`),
          agentId,
          agentName: name,
          team: best.step.team,
          priority: displayedPriority(settings, request, pool.clock),
          waitedMs: waitedMs(request, pool.clock),
          expiresAt: (decision.receivedLateAt ?? pool.clock) + settings.offerTimeoutSeconds * 1000,
          why: explainOffer(settings, request, requirements, candidates, pool),
        },
      });
    }
    const next = hasFreeAgent ? cursorAt(cursor.line, cursor.next) : undefined;
    if (next !== undefined) insertSorted(cursors, next);
  }
};
