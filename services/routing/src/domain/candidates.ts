import { compareEntries, type Entry, entryIterator } from '@warmline/messaging/ordered-set';
import type { Table } from '@warmline/messaging/table';
import { agentIndexOf, type IdleGroup } from './agent-index.ts';
import {
  type Candidate,
  candidateFor,
  eligibleFromAgeMs,
  exclusiveAgent,
  fitsCapacity,
  isDeclineCooldownOver,
  missingRequirement,
  type StaffedStep,
  staffedSteps,
  totalSkillLevel,
} from './eligibility.ts';
import type { Agent, HandoffRequest, Pool } from './pool.ts';
import type { RoutingRequirements } from './queue.ts';
import { MAX_CONSIDERED, rankCandidates } from './ranking.ts';
import type { RoutingSettings, SelectionCriterion } from './teams.ts';

/** The agents who may be offered a hand-off, best first; at most as many as an explanation names. */
export interface CandidateList {
  /** True if an eligible agent has capacity, even one who declined the hand-off and is in the decline cooldown. */
  readonly hasFreeAgent: boolean;
  readonly candidates: readonly Candidate[];
}

interface GroupCursor {
  readonly level: number;
  readonly occupancy: number;
  readonly step: StaffedStep;
  readonly next: () => Entry | undefined;
  head: Entry | undefined;
}

const groupCursor = (group: IdleGroup, step: StaffedStep, requirements: RoutingRequirements): GroupCursor => {
  const next = entryIterator(group.longestIdleFirst);
  return {
    level: totalSkillLevel(group.profile, requirements),
    occupancy: group.occupancy,
    step,
    next,
    head: next(),
  };
};

/** By the team's criteria. Within a group only the idle time differs, and its head has been idle longest. */
const compareGroups = (a: GroupCursor, b: GroupCursor, agentSelection: readonly SelectionCriterion[]): number => {
  if (a.head === undefined || b.head === undefined) return a.head === b.head ? 0 : a.head === undefined ? 1 : -1;
  const difference = { skill: b.level - a.level, load: a.occupancy - b.occupancy, idle: a.head.at - b.head.at };
  const decides = agentSelection.find((criterion) => difference[criterion] !== 0);
  return decides === undefined ? compareEntries(a.head, b.head) : difference[decides];
};

const groupCursors = (
  settings: RoutingSettings,
  requirements: RoutingRequirements,
  agents: Table<Agent>,
  steps: readonly StaffedStep[],
  ageMs: number,
): GroupCursor[] => {
  const { idleGroups } = agentIndexOf(agents);
  const cursors: GroupCursor[] = [];
  for (const step of steps) {
    for (const group of idleGroups.get(step.team)?.values() ?? []) {
      const { profile, freeCapacity } = group;
      if (
        eligibleFromAgeMs(settings, requirements, profile, step) > ageMs ||
        missingRequirement(profile, requirements) !== null
      )
        continue;
      if (!fitsCapacity(settings, requirements, { skills: profile.skills, freeCapacity })) continue;
      cursors.push(groupCursor(group, step, requirements));
    }
  }
  return cursors;
};

/** Merges the groups, best first, until `take` returns false. */
const mergeBestFirst = (
  cursors: readonly GroupCursor[],
  agentSelection: readonly SelectionCriterion[],
  take: (entry: Entry, step: StaffedStep) => boolean,
): void => {
  for (;;) {
    let best = cursors[0];
    for (const cursor of cursors)
      if (best !== undefined && compareGroups(cursor, best, agentSelection) < 0) best = cursor;
    if (best?.head === undefined) return;
    if (!take(best.head, best.step)) return;
    best.head = best.next();
  }
};

/**
 * The same order as `rankCandidates` over all eligible agents, without looking at all agents: idle groups are merged in that order,
 * and agents who declined the hand-off before are looked up by id. O(groups of its teams x 50 + declines), whatever the number of agents.
 */
export const findCandidates = (
  settings: RoutingSettings,
  pool: Pool,
  requirements: RoutingRequirements,
  request: HandoffRequest,
): CandidateList => {
  const { agents, clock } = pool;
  const ageMs = Math.max(0, clock - request.requestedAt);
  const exclusive = exclusiveAgent(requirements, pool);
  const declined = new Set(request.declines.map(({ agentId }) => agentId));
  const lookedUp = (exclusive === null ? [...declined] : [exclusive.agentId]).flatMap((agentId) => {
    const agent = agents.get(agentId);
    return (agent === undefined ? null : candidateFor(settings, requirements, pool, agent, ageMs)) ?? [];
  });
  const candidates: Candidate[] = [];
  if (exclusive === null) {
    const steps = staffedSteps(requirements, pool);
    mergeBestFirst(
      groupCursors(settings, requirements, agents, steps, ageMs),
      requirements.agentSelection,
      ({ id }, step) => {
        const agent = agents.get(id);
        // An agent in several teams counts for the first step only.
        const through = agent === undefined ? undefined : steps.find(({ team }) => agent.teams.includes(team));
        if (agent !== undefined && through === step && !declined.has(id)) candidates.push({ agent, step });
        return candidates.length < MAX_CONSIDERED;
      },
    );
  }
  const cooledDown = lookedUp.filter(({ agent }) => isDeclineCooldownOver(settings, request, agent.agentId, clock));
  return {
    hasFreeAgent: candidates.length + lookedUp.length > 0,
    candidates: [...candidates, ...rankCandidates(request, requirements.agentSelection, cooledDown)].slice(
      0,
      MAX_CONSIDERED,
    ),
  };
};
