import type { DataOf } from '@warmline/contracts';
import { agentIndexOf } from './agent-index.ts';
import { type Pool, readableName } from './pool.ts';
import { type ScheduledStep, scheduleSteps, type Teams } from './teams.ts';

/** Why this transfer is refused, in words for the agent; null if it is possible. */
export const transferRefusal = (teams: Teams, pool: Pool, data: DataOf<'TransferRequested'>): string | null => {
  const row = pool.handoffs.get(data.handoffId);
  if (row?.is !== 'assigned' || row.agentId !== data.agentId) return 'the hand-off is not with this agent';
  if (row.customer === 'left') return 'the customer has left';
  const { kind, id } = data.to;
  const agent = pool.agents.get(id);
  switch (kind) {
    case 'agent':
      if (id === data.agentId) return 'the hand-off is with this agent already';
      return agent === undefined || agent.availability === 'offline'
        ? `${agent?.name ?? 'this agent'} is not on duty`
        : null;
    case 'team':
      if (pool.closed.includes(id)) return `${readableName(id)} is closed`;
      return Object.values(teams.routes).some((route) => route.some((step) => step.team === id)) ||
        agentIndexOf(pool.agents).members.has(id)
        ? null
        : `unknown team "${readableName(id)}"`;
    case 'skill':
      return agentIndexOf(pool.agents).skillCounts.has(id) ? null : `no agent has the skill ${readableName(id)}`;
  }
};

/** The steps after a transfer: the teams of the colleague, the chosen team, or, for a skill, the route of the subject again. */
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
