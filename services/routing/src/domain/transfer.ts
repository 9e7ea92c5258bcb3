import type { DataOf } from '@warmline/contracts';
import { agentIndexOf } from './agent-index.ts';
import type { Pool } from './pool.ts';
import { type ScheduledStep, scheduleSteps, type Teams } from './teams.ts';

/** Why this transfer cannot be; null when it can. */
export const transferRefusal = (teams: Teams, pool: Pool, data: DataOf<'TransferRequested'>): string | null => {
  const row = pool.handoffs.get(data.handoffId);
  if (row?.is !== 'assigned' || row.agentId !== data.agentId) return 'the hand-off is not with this agent';
  if (row.customer === 'left') return 'the customer has left';
  const { kind, id } = data.to;
  switch (kind) {
    case 'agent':
      if (id === data.agentId) return 'the agent has it already';
      return (pool.agents.get(id)?.availability ?? 'offline') === 'offline' ? `${id} is not on duty` : null;
    case 'team':
      if (pool.closed.includes(id)) return `${id} is closed`;
      return Object.values(teams.routes).some((route) => route.some((step) => step.team === id)) ||
        agentIndexOf(pool.agents).members.has(id)
        ? null
        : `there is no team ${id}`;
    case 'skill':
      return agentIndexOf(pool.agents).skillCounts.has(id) ? null : `nobody has the skill ${id}`;
  }
};

/** The teams asked after a transfer: the colleague's, the team's, or, for a skill, the subject's again. */
export const transferSteps = (
  teams: Teams,
  pool: Pool,
  { to, handoffId }: DataOf<'TransferRequested'>,
): ScheduledStep[] => {
  const opensAt = pool.clock;
  switch (to.kind) {
    case 'agent':
      return (pool.agents.get(to.id)?.teams ?? []).map((team) => ({ team, opensAt }));
    case 'team':
      return [{ team: to.id, opensAt }];
    case 'skill': {
      const request = pool.handoffs.get(handoffId)?.request;
      return request === undefined ? [] : scheduleSteps(teams, request.subject, request.requestedAt);
    }
  }
};
