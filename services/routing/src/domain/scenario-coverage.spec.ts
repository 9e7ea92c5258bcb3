import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HandoffRequest } from './pool.ts';
import { displayedPriority, priorityLevel } from './teams.ts';
import { randomCommands } from './testing/command-arbitraries.ts';
import { handoffRows, runScenario, type ScenarioStep } from './testing/scenario.ts';
import { settings } from './testing/scenario-teams.fixtures.ts';

const alike = (a: HandoffRequest, b: HandoffRequest): boolean => {
  const keys = [a, b].map(
    ({ subject, skills, language, seniorFirst, weight, transferredTo, preferredAgentId, requestedPriority }) =>
      JSON.stringify([
        subject,
        skills,
        language,
        seniorFirst,
        weight,
        transferredTo,
        preferredAgentId,
        priorityLevel(settings, requestedPriority),
      ]),
  );
  return keys[0] === keys[1];
};

const reasons = [
  'at capacity',
  'away',
  'declined',
  'did not answer',
  'does not speak',
  'fallback delay not reached',
  'lacks',
  'reserved for',
  'team is closed',
] as const;
/** The kinds of reasons in an explanation. */
const reasonsIn = (because: string): readonly string[] => reasons.filter((reason) => because.includes(reason));

/** The situations in a step that the properties of routing are about. */
const happened = ({ event, before, after, outputs }: ScenarioStep): string[] => {
  const rows = handoffRows(after);
  const waiting = rows.flatMap(({ is, request }) => (is === 'waiting' ? [request] : []));
  const agents = after?.agents.values() ?? [];
  const late = event.at < (before?.clock ?? event.at) ? ['a request that comes late'] : [];
  const paused = agents.some(({ availability }) => availability === 'paused') ? ['an agent who is paused'] : [];
  const wrapping = agents.some(({ wrapUps }) => wrapUps.length > 0) ? ['a wrap-up'] : [];
  const held = agents.some(
    ({ availability, assignedHandoffs }) => availability === 'offline' && assignedHandoffs.length > 0,
  )
    ? ['a grace period']
    : [];
  const shown = waiting.some(
    (request) => displayedPriority(settings, request, after?.clock ?? 0) > request.requestedPriority,
  )
    ? ['points for waiting']
    : [];
  const emitted = outputs.flatMap(({ type, data }): string[] => {
    const served = after?.handoffs.get(data.handoffId)?.request;
    if (type === 'HandoffReturned') return [`${type} ${data.reason}`];
    if (type !== 'HandoffOfferedToAgent' || served === undefined) return [type];
    const not = data.why.considered.flatMap(({ because }) => reasonsIn(because));
    const level = `an offer of level ${priorityLevel(settings, served.requestedPriority)}`;
    const step = `an offer by the ${data.why.rule.split(' ', 1)}`;
    const overtaken = waiting.some((each) => alike(each, served)) ? ['an offer while one alike waits'] : [];
    const preferredAgentId = served.preferredAgentId === data.agentId ? ['an offer to the preferred agent'] : [];
    const transferredTo = served.transferredTo === data.agentId ? ['an offer to the colleague'] : [];
    return [
      type,
      level,
      step,
      ...overtaken,
      ...preferredAgentId,
      ...transferredTo,
      ...not.map((word) => `not asked: ${word}`),
    ];
  });
  return [event.type, ...late, ...paused, ...wrapping, ...held, ...shown, ...emitted];
};

const LEAST: Readonly<Record<string, number>> = {
  AgentFirstResponded: 20,
  CallbackBooked: 20,
  HandoffAbandoned: 40,
  HandoffAssigned: 100,
  HandoffClosed: 45,
  'HandoffReturned agent-disconnected': 4,
  'HandoffReturned declined': 40,
  'HandoffReturned agent-unresponsive': 25,
  'HandoffReturned timed-out': 100,
  'HandoffReturned transferred': 30,
  TeamUnstaffed: 100,
  TransferRefused: 5,
  WrapUpEnded: 30,
  'a grace period': 2,
  'a request that comes late': 80,
  'a wrap-up': 45,
  'an agent who is paused': 80,
  'an offer by the first': 100,
  'an offer by the second': 90,
  'an offer of level 0': 100,
  'an offer of level 1': 60,
  'an offer of level 2': 70,
  'an offer of level 3': 45,
  'an offer to the colleague': 6,
  'an offer to the preferred agent': 45,
  'an offer while one alike waits': 14,
  'not asked: at capacity': 10,
  'not asked: away': 30,
  'not asked: declined': 8,
  'not asked: did not answer': 30,
  'not asked: does not speak': 5,
  'not asked: fallback delay not reached': 15,
  'not asked: lacks': 3,
  'not asked: reserved for': 30,
  'not asked: team is closed': 15,
  'points for waiting': 100,
};

/** A property that no scenario can break proves nothing. Usually each of these is in about three times as many scenarios. */
test('500 random scenarios contain each situation that the properties of routing are about', () => {
  const scenarios = fc
    .sample(randomCommands, { numRuns: 500, seed: 1 })
    .map((list) => new Set(runScenario(list).flatMap(happened)));
  const rare = Object.entries(LEAST).flatMap(([what, least]) => {
    const n = scenarios.filter((each) => each.has(what)).length;
    return n < least ? [`${what}: in ${n}, less than ${least}`] : [];
  });
  expect(rare).toEqual([]);
});
