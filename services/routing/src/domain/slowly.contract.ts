import {
  fits,
  isSenior,
  lackOf,
  mayBeAskedAgain,
  type Ranked,
  refusedAt,
  reserveAgainst,
  type Staffed,
} from './eligibility.ts';
import { type Agent, byId, type Pool, type Request, roomOf, waitedMs } from './pool.ts';
import type { Shape } from './queue.ts';
import { ranked } from './ranking.ts';
import { creditedAt, type RoutingSettings } from './teams.ts';

/** Who is asked, and why, found by looking at everyone for everyone: what the index must come to. */
const everyone = (pool: Pool): Agent[] => pool.agents.values().sort((a, b) => byId(a.agentId, b.agentId));
const onDuty = (pool: Pool): Agent[] => everyone(pool).filter(({ standing }) => standing === 'online');

const openTo = (pool: Pool, shape: Shape, agent: Agent): boolean =>
  shape.steps.some(({ team }) => agent.teams.includes(team) && !pool.closed.includes(team));
const transferredTo = (pool: Pool, shape: Shape): Agent | undefined =>
  onDuty(pool).find(({ agentId }) => agentId === shape.only);
const preferredBy = (pool: Pool, shape: Shape): Agent | undefined =>
  onDuty(pool).find(
    (each) => each.agentId === shape.preferred && lackOf(each, shape) === null && openTo(pool, shape, each),
  );

const lackIn = (pool: Pool, shape: Shape, agent: Agent): string | null => {
  const chosen = transferredTo(pool, shape) ?? preferredBy(pool, shape);
  if (chosen === undefined) return lackOf(agent, shape);
  if (chosen === agent) return null;
  return chosen.agentId === shape.only
    ? `it was transferred to ${chosen.agentId}`
    : `${chosen.agentId} is preferred, and asked first`;
};

export const stepsSlowly = (pool: Pool, shape: Shape): Staffed[] =>
  shape.steps
    .map(({ team, delayMs }, step) => ({ team, step, delayMs }))
    .filter(
      ({ team }) =>
        (!pool.closed.includes(team) || transferredTo(pool, shape) !== undefined) &&
        onDuty(pool).some((agent) => agent.teams.includes(team) && lackIn(pool, shape, agent) === null),
    )
    .map((staffed, n) => (n === 0 ? { ...staffed, delayMs: 0 } : staffed));

export const choiceSlowly = (settings: RoutingSettings, pool: Pool, shape: Shape, request: Request) => {
  const age = Math.max(0, pool.clock - request.requestedAt);
  const steps = stepsSlowly(pool, shape);
  const open = onDuty(pool).flatMap((agent): Ranked[] => {
    const candidate = steps.find(({ team }) => agent.teams.includes(team));
    if (
      candidate === undefined ||
      !fits(settings, shape, { skills: agent.skills, room: roomOf(agent) }) ||
      lackIn(pool, shape, agent) !== null
    )
      return [];
    const seniorMs = shape.seniorFirst && !isSenior(agent) ? settings.seniorFirstSeconds * 1000 : 0;
    return Math.max(candidate.delayMs, seniorMs) <= age ? [{ agent, candidate }] : [];
  });
  const eligible = open.filter(({ agent }) => mayBeAskedAgain(settings, request, agent.agentId, pool.clock));
  return { open: open.length > 0, order: ranked(request, shape.choice, eligible) };
};

const because = (settings: RoutingSettings, pool: Pool, shape: Shape, request: Request, agent: Agent): string => {
  if (agent.standing === 'paused') return 'paused after missed offers';
  if (agent.standing !== 'online') return agent.standing;
  if (!shape.steps.some(({ team }) => agent.teams.includes(team))) return 'in none of its teams';
  const chosen = (transferredTo(pool, shape) ?? preferredBy(pool, shape)) !== undefined;
  const open = shape.steps.filter(({ team }) => !pool.closed.includes(team));
  if (!chosen && !open.some(({ team }) => agent.teams.includes(team))) return 'his team is closed';
  const lack = lackIn(pool, shape, agent);
  if (lack !== null) return lack;
  const room = roomOf(agent);
  if (room < shape.weight) return `at capacity, ${agent.load / 100} of ${agent.capacity}`;
  const kept = reserveAgainst(settings, agent, shape);
  if (kept !== undefined && room < shape.weight + kept.capacity * 100)
    return `keeps ${kept.capacity} for ${kept.skill}, ${agent.load / 100} of ${agent.capacity}`;
  const refused = refusedAt(request, agent.agentId);
  if (refused !== null) return `passed on it ${Math.round((pool.clock - refused) / 1000)} s ago`;
  return shape.seniorFirst && !isSenior(agent) ? 'a senior is asked first' : 'his team is not open to it yet';
};

/** The first fifty: the eligible best first, then those of its teams, then the others, by id. */
export const consideredSlowly = (
  settings: RoutingSettings,
  pool: Pool,
  shape: Shape,
  request: Request,
  order: readonly Ranked[],
) => {
  const asked = new Set(order.map(({ agent }) => agent));
  const others = everyone(pool).filter((agent) => !asked.has(agent));
  const near = others.filter((agent) => shape.steps.some(({ team }) => agent.teams.includes(team)));
  const far = others.filter((agent) => !near.includes(agent));
  const yes = order.map(({ agent, candidate }) => ({
    agentId: agent.agentId,
    eligible: true,
    because: `member of ${candidate.team}, ${agent.load / 100} of ${agent.capacity}`,
  }));
  const no = [...near, ...far].map((agent) => ({
    agentId: agent.agentId,
    eligible: false,
    because: because(settings, pool, shape, request, agent),
  }));
  return [...yes, ...no].slice(0, 50);
};

/** The offer or call that is due now: to the first by credited time whom somebody may be asked for. */
export const offerSlowly = (settings: RoutingSettings, pool: Pool, shapeOf: (request: Request) => Shape) => {
  const rows = [...pool.handoffs.values(), ...pool.callbacks.values()];
  const waiting = rows.flatMap((row) => (row.is === 'waiting' ? [row.request] : []));
  const credit = (request: Request) => creditedAt(settings, request.requestedAt, shapeOf(request).level);
  waiting.sort((a, b) => credit(a) - credit(b) || a.requestedAt - b.requestedAt || byId(a.handoffId, b.handoffId));
  for (const request of waiting) {
    const shape = shapeOf(request);
    const { order } = choiceSlowly(settings, pool, shape, request);
    const [best] = order;
    if (best === undefined) continue;
    const considered = consideredSlowly(settings, pool, shape, request, order);
    return {
      handoffId: request.handoffId,
      agentId: best.agent.agentId,
      team: best.candidate.team,
      ...(pool.callbacks.has(request.handoffId) ? {} : { waitedMs: waitedMs(request, pool.clock) }),
      why: { considered },
    };
  }
  return null;
};
