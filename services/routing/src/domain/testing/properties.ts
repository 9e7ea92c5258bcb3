import { expect } from '@jest/globals';
import type { Instant } from '@warmline/contracts';
import fc from 'fast-check';
import type { Agent, HandoffRequest, Pool } from '../pool.ts';
import { type RandomCommand, randomCommands } from './command-arbitraries.ts';
import { runScenario, type ScenarioStep } from './scenario.ts';
import { settings } from './scenario-teams.fixtures.ts';

const sample = { numRuns: 1_000, seed: fc.sample(fc.integer(), 1)[0] ?? 0 };

/** Generated and run once for all properties of a file. */
let scenarios: readonly { readonly list: readonly RandomCommand[]; readonly steps: readonly ScenarioStep[] }[] | null =
  null;

/** Checks a thousand random scenarios, the same for every property of a file. A failure is made small, and reports the seed. */
export const checkProperty = (
  check: (steps: readonly ScenarioStep[], list: readonly RandomCommand[]) => void,
): void => {
  scenarios ??= fc.sample(randomCommands, sample).map((list) => ({ list, steps: runScenario(list) }));
  try {
    for (const { list, steps } of scenarios) check(steps, list);
  } catch (error) {
    fc.assert(
      fc.property(randomCommands, (list) => check(runScenario(list), list)),
      sample,
    );
    throw error;
  }
};

const changesNothing: ReadonlySet<string> = new Set([
  'HandoffQueued',
  'TeamUnstaffed',
  'TransferRefused',
  'AgentReminded',
  'CallbackWindowsOffered',
  'CallbackRefused',
  'CallbackOverdue',
]);

/** An e-mail uses half a capacity unit. */
const weightOf = (channel: string | undefined): number => (channel === 'email' ? 0.5 : 1);

interface Holding {
  readonly agentId: string;
  readonly is: string;
  readonly offerId: string;
  readonly weight: number;
  readonly until?: Instant | undefined;
}

/** Follows what each hand-off is (offer, conversation, wrap-up or call) from inputs and outputs alone. */
export const trackHoldings = (
  steps: readonly ScenarioStep[],
  each: (holdings: ReadonlyMap<string, Holding>, at: Instant) => void,
): void => {
  const holdings = new Map<string, Holding>();
  const weights = new Map<string, number>();
  for (const { event, outputs } of steps) {
    if (event.type === 'HandoffReceived') weights.set(event.data.handoffId, weightOf(event.data.channel));
    for (const [id, { until }] of holdings) if (until !== undefined && until <= event.at) holdings.delete(id);
    if (event.type === 'WrapUpEnded' && holdings.get(event.data.handoffId)?.is === 'wrapping')
      holdings.delete(event.data.handoffId);
    for (const { type, data } of outputs) {
      const now = holdings.get(data.handoffId);
      const weight = weights.get(data.handoffId) ?? Number.NaN;
      if (type === 'HandoffOfferedToAgent') {
        expect(now).toBeUndefined();
        holdings.set(data.handoffId, { agentId: data.agentId, is: 'offered', offerId: data.offerId, weight });
      } else if (type === 'HandoffAssigned') {
        expect(event).toMatchObject({ type: 'OfferAccepted', data: { agentId: data.agentId, offerId: now?.offerId } });
        expect(now).toMatchObject({ is: 'offered', agentId: data.agentId });
        holdings.set(data.handoffId, { agentId: data.agentId, is: 'assigned', offerId: '', weight });
      } else if (type === 'HandoffReturned') {
        expect(now?.agentId).toBe(data.agentId);
        holdings.delete(data.handoffId);
      } else if (type === 'HandoffClosed' && data.wrapUpUntil !== undefined) {
        holdings.set(data.handoffId, {
          agentId: data.agentId,
          is: 'wrapping',
          offerId: '',
          weight,
          until: data.wrapUpUntil,
        });
      } else if (type === 'CallbackAssigned') {
        expect(now).toBeUndefined();
        holdings.set(data.handoffId, { agentId: data.agentId, is: 'to call', offerId: '', weight: 1 });
      } else if (type === 'CallbackReturned') {
        expect(now?.agentId).toBe(data.agentId);
        holdings.delete(data.handoffId);
      } else if (type === 'CallbackAttempted') {
        expect(now).toMatchObject({ is: 'to call', agentId: data.agentId });
        if (data.retryAt !== undefined) holdings.delete(data.handoffId);
      } else if (!changesNothing.has(type)) holdings.delete(data.handoffId);
      each(holdings, event.at);
    }
  }
};

const load = (pool: Pool, agent: Agent, now: Instant): number =>
  agent.wrapUps.filter(({ until }) => until > now).reduce((sum, { weight }) => sum + weight / 100, 0) +
  [...agent.offeredHandoffs, ...agent.assignedHandoffs].reduce(
    (sum, id) => sum + weightOf(pool.handoffs.get(id)?.request.channel),
    0,
  );

/** The rules written a second time, without an index: may this agent be offered this hand-off now? */
export const canServe = (pool: Pool, request: HandoffRequest, agent: Agent, now: Instant): boolean => {
  const online = pool.agents.values().filter((each) => each.availability === 'online');
  const skilled = (each: Agent): boolean =>
    each.languages.includes(request.language) &&
    (each.channels ?? [request.channel]).includes(request.channel) &&
    request.skills.every((skill) => each.skills.some((has) => has.name === skill.name && has.level >= skill.level));
  const transferred = online.find((each) => each.agentId === request.transferredTo);
  const preferred = online.find(
    (each) =>
      each.agentId === request.preferredAgentId &&
      skilled(each) &&
      request.steps.some(({ team }) => each.teams.includes(team) && !pool.closed.includes(team)),
  );
  const exclusive = transferred ?? preferred;
  const suits = (each: Agent): boolean => (exclusive !== undefined ? each === exclusive : skilled(each));
  const steps = request.steps.filter(({ team }) => transferred !== undefined || !pool.closed.includes(team));
  const open = steps.filter(({ opensAt }, n) => {
    const earlier = steps.slice(0, n).map(({ team }) => team);
    const nobodyBefore = !online.some((each) => suits(each) && each.teams.some((team) => earlier.includes(team)));
    return opensAt <= now || nobodyBefore;
  });
  const decline = request.declines.find(({ agentId }) => agentId === agent.agentId);
  const senior = agent.skills.some(({ name }) => name === 'senior');
  const reserved =
    agent.skills.some(({ name }) => name === 'refunds') && !request.skills.some(({ name }) => name === 'refunds');
  return (
    agent.availability === 'online' &&
    load(pool, agent, now) + weightOf(request.channel) + (reserved ? 1 : 0) <= agent.capacity &&
    suits(agent) &&
    agent.teams.some((team) => open.some((step) => step.team === team)) &&
    (!request.seniorFirst || senior || now >= request.requestedAt + settings.seniorFirstSeconds * 1000) &&
    (decline === undefined || now >= decline.at + settings.declineCooldownSeconds * 1000)
  );
};
