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

/** Who may be asked for a hand-off, best first, no more of them than an explanation names. */
export interface CandidateList {
  /** Somebody has room, even if he passed on it just now. */
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

const groupCursor = (group: IdleGroup, candidate: StaffedStep, requirements: RoutingRequirements): GroupCursor => {
  const next = entryIterator(group.longestIdleFirst);
  return {
    level: totalSkillLevel(group.profile, requirements),
    occupancy: group.occupancy,
    step: candidate,
    next,
    head: next(),
  };
};

/** By the team's criteria; within a bench only how long one is idle differs, and its head is idle the longest. */
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
  const { idleGroups: free } = agentIndexOf(agents);
  const rows: GroupCursor[] = [];
  for (const step of steps) {
    for (const group of free.get(step.team)?.values() ?? []) {
      const { profile, freeCapacity } = group;
      if (
        eligibleFromAgeMs(settings, requirements, profile, step) > ageMs ||
        missingRequirement(profile, requirements) !== null
      )
        continue;
      if (!fitsCapacity(settings, requirements, { skills: profile.skills, freeCapacity })) continue;
      rows.push(groupCursor(group, step, requirements));
    }
  }
  return rows;
};

/** Merges the benches, until `take` has had enough. */
const mergeBestFirst = (
  rows: readonly GroupCursor[],
  agentSelection: readonly SelectionCriterion[],
  take: (entry: Entry, candidate: StaffedStep) => boolean,
): void => {
  for (;;) {
    let best = rows[0];
    for (const row of rows) if (best !== undefined && compareGroups(row, best, agentSelection) < 0) best = row;
    if (best?.head === undefined) return;
    if (!take(best.head, best.step)) return;
    best.head = best.next();
  }
};

/**
 * By the criteria of `ranked`, without looking at everyone: benches are kept in that order, and who passed on the hand-off before is
 * looked at by name. O(benches of its teams + refusals + 50), whatever the number of agents.
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
      ({ id }, candidate) => {
        const agent = agents.get(id);
        // Through the first of its steps that he is in.
        const through = agent === undefined ? undefined : steps.find(({ team }) => agent.teams.includes(team));
        if (agent !== undefined && through === candidate && !declined.has(id))
          candidates.push({ agent, step: candidate });
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
