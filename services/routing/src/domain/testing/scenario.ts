import type { EventOf, Instant, Tick } from '@warmline/contracts';
import { deciderStep, type Output } from '@warmline/messaging/decider';
import { compareIds, type HandoffState, type Pool } from '../pool.ts';
import { type RoutingInput, type RoutingOutput, routing } from '../routing.ts';
import type { RandomCommand } from './command-arbitraries.ts';
import { callbackInput, windowAfter } from './scenario-callbacks.ts';
import { teams } from './scenario-teams.fixtures.ts';

const START = 1_760_000_000_000;
export const CAPACITY = 2;
export const agentIds = ['a0', 'a1', 'a2', 'a3', 'a4'];
const subjects = ['billing', 'technical', 'cancellation', 'general', 'enterprise'] as const;
const membership = [
  ['billing_team', 'general_team'],
  ['tech_team'],
  ['retention_team', 'billing_team'],
  ['general_team', 'tech_team'],
  ['enterprise_team', 'retention_team'],
];

export interface ScenarioStep {
  readonly event: EventOf<RoutingInput> | Tick;
  readonly before: Pool | null;
  readonly after: Pool | null;
  readonly outputs: readonly Output<RoutingOutput>[];
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
export const handoffRows = (pool: Pool | null): HandoffState[] =>
  (pool?.handoffs.values() ?? []).sort((a, b) => (a.request.handoffId < b.request.handoffId ? -1 : 1));

/** The input of a command, or null if it is not possible now. */
const commandInput = (
  command: RandomCommand,
  number: number,
  at: Instant,
  pool: Pool | null,
): { type: RoutingInput; data: object } | null => {
  const base = { poolId: 'p', tenantId: 't' };
  const rows = handoffRows(pool);
  const of = (is: HandoffState['is'] | null) => {
    const row = pick(is === null ? rows : rows.filter((each) => each.is === is), command.n);
    if (row === undefined) return null;
    const agent = row.is === 'waiting' ? { agentId: 'a0', offerId: 'none' } : { agentId: row.agentId };
    const offer = row.is === 'offered' ? { offerId: row.offerId } : { offerId: 'none' };
    return {
      ...base,
      handoffId: row.request.handoffId,
      conversationId: row.request.conversationId,
      ...agent,
      ...offer,
    };
  };
  const on = (type: RoutingInput, data: object | null, facts: object = {}) =>
    data === null ? null : { type, data: { ...data, ...facts } };
  switch (command.do) {
    case 'take': {
      const facts = {
        handoffId: `h${number}`,
        conversationId: `c${number}`,
        requestedAt: at,
        type: 'support',
        channel: command.n % 3 === 0 ? 'email' : 'web',
      };
      const asks = {
        subject: pick(subjects, command.n),
        skills: command.n % 7 === 0 ? [{ name: 'refunds', level: 2 }] : [],
        seniorFirst: command.n % 11 === 0,
        language: command.n % 4 === 0 ? 'de' : 'en',
        ...(command.preferred === undefined ? {} : { preferredAgent: agentIds[command.preferred] }),
      };
      return on('HandoffReceived', base, { ...facts, ...asks, priority: command.priority, durationSeconds: 1 });
    }
    case 'presence': {
      const n = command.n % agentIds.length;
      const skills = n % 2 === 0 ? [{ name: 'refunds', level: n + 1 }] : [{ name: 'senior', level: n }];
      const languages = n % 2 === 0 ? ['en', 'de'] : ['en'];
      const channels = n === 1 ? { channels: ['web', 'phone'] } : {};
      const facts = { teams: membership[n], skills, languages, ...channels, capacity: CAPACITY };
      return on('AgentPresenceChanged', base, {
        agentId: agentIds[n],
        name: `A${n}`,
        status: command.status,
        ...facts,
      });
    }
    case 'accept':
      return on('OfferAccepted', of('offered'));
    case 'stale':
      return on('OfferAccepted', of(null), { agentId: pick(agentIds, command.n) });
    case 'decline':
      return on('OfferDeclined', of('offered'));
    case 'speak':
      return on('AgentFirstResponded', of('assigned'));
    case 'done': {
      const agents = pool?.agents.values().filter(({ wrapUps }) => wrapUps.length > 0) ?? [];
      // The order of a table differs after a reload.
      agents.sort((a, b) => compareIds(a.agentId, b.agentId));
      const agent = pick(agents, command.n);
      const { agentId, wrapUps } = agent ?? { agentId: 'a0', wrapUps: [] };
      const handoffId = wrapUps[0]?.handoffId ?? 'none';
      return on('WrapUpEnded', base, { agentId, handoffId, conversationId: 'c' });
    }
    case 'resolve':
      return on('HandoffResolved', of('assigned'), { resolution: { resolved: true }, resolvedAt: at });
    case 'leave':
      return on('CustomerLeft', of(null), { reason: command.n % 2 === 0 ? 'ended' : 'back-to-bot' });
    case 'withdraw':
      return on('HandoffWithdrawalReceived', of(null), { reason: 'ended' });
    case 'callback':
      return on('CallbackRequested', of(null));
    case 'callback-window':
      return on('CallbackRequested', of(null), { notBefore: windowAfter(at, command.n) });
    case 'cancel':
    case 'report':
      return callbackInput(command, pool);
    default:
      return on('TransferRequested', of('assigned'), { to: command.to, note: 'n' });
  }
};

/** Runs the commands, with each tick when it is due, as the runtime does. Requests may arrive late. `reload` is applied before every event; `restarted` uses a new decider for each. */
export const runScenario = (
  list: readonly RandomCommand[],
  reload = (pool: Pool): Pool => pool,
  restarted = false,
): ScenarioStep[] => {
  let subject = deciderStep(routing(teams));
  const steps: ScenarioStep[] = [];
  let state: Pool | null = null;
  const step = (event: EventOf<RoutingInput> | Tick): void => {
    if (restarted) subject = deciderStep(routing(teams));
    const before: Pool | null = state === null ? null : reload(state);
    const { state: after, verdict } = subject.step(before, event, { id: (name) => `${event.id}/${name}` });
    state = after;
    steps.push({
      event,
      before,
      after,
      outputs: verdict.is === 'emit' ? (verdict.outputs as Output<RoutingOutput>[]) : [],
    });
  };
  const tickUntil = (until: Instant): void => {
    for (let n = 0; n < 1_000; n++) {
      const due: Instant | null = state === null ? null : subject.due(state);
      if (due === null || due > until) return;
      step({ type: 'Tick', id: `tick-${steps.length}`, at: due });
    }
    throw new Error('ticks without end');
  };
  let at = START;
  list.forEach((command, n) => {
    at += command.delayMs;
    tickUntil(at);
    const input = commandInput(command, n, at, state);
    const lateMs = command.do === 'take' ? (command.n % 5) * 1_000 : 0;
    if (input !== null) step({ ...input, id: `e-${n}`, at: at - lateMs } as EventOf<RoutingInput>);
  });
  return steps;
};
