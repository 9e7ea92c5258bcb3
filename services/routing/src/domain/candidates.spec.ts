import { describe, expect, test } from '@jest/globals';
import type { EventOf } from '@warmline/contracts';
import { allEntries } from '@warmline/messaging/ordered-set';
import { Table } from '@warmline/messaging/table';
import fc from 'fast-check';
import { type AgentIndex, agentIndexOf, withAgent, withoutAgent } from './agent-index.ts';
import { findCandidates } from './candidates.ts';
import { staffedSteps } from './eligibility.ts';
import type { Agent, Decline, HandoffRequest, Pool } from './pool.ts';
import { requirementsOf } from './queue.ts';
import { explainOffer } from './ranking.ts';
import { type RoutingOutput, routing } from './routing.ts';
import { randomCommands } from './testing/command-arbitraries.ts';
import { referenceCandidates, referenceConsidered, referenceOffer, referenceSteps } from './testing/reference-model.ts';
import { runScenario } from './testing/scenario.ts';
import { settings, teams } from './testing/scenario-teams.fixtures.ts';

const NOW = 1_000_000;
const TEAMS = ['x', 'y', 'z'];
const some = <T>(...of: readonly T[]) => fc.subarray([...of]);
const oneOf = <T>(...of: readonly T[]) => fc.constantFrom(...of);

const skills = fc
  .tuple(some('senior', 'refunds'), fc.integer({ min: 1, max: 3 }))
  .map(([names, level]) => names.map((name) => ({ name, level })));

const agent = fc.record({
  agentId: fc.nat(99).map((n) => `a${n}`),
  name: fc.constant('A'),
  availability: oneOf<Agent['availability']>('online', 'online', 'online', 'paused', 'away', 'offline'),
  availabilitySince: fc.nat(5),
  idleSince: fc.nat(5),
  teams: fc.array(oneOf(...TEAMS), { maxLength: 3 }),
  skills,
  languages: oneOf(['en'], ['en', 'de'], ['de-AT']),
  channels: oneOf(undefined, undefined, ['web', 'email'], ['email']),
  capacity: fc.nat(3),
  offeredHandoffs: some('h1', 'h2'),
  assignedHandoffs: some('h3', 'h4'),
  wrapUps: oneOf([], [{ handoffId: 'h5', until: NOW + 5, weight: 100 }]),
  load: oneOf(0, 50, 100, 150, 200, 300),
  consecutiveMisses: fc.nat(2),
});

const request = fc
  .record({
    skills,
    seniorFirst: fc.boolean(),
    language: oneOf('en', 'de', 'und'),
    age: fc.nat(60).map((seconds) => seconds * 1000),
    routedTeams: fc.uniqueArray(oneOf(...TEAMS), { maxLength: 3 }),
    delay: oneOf(0, 10_000, 45_000),
    transferredTo: fc.option(fc.nat(99).map((n) => `a${n}`)),
    preferredAgentId: fc.option(fc.nat(99).map((n) => `a${n}`)),
    declines: fc.uniqueArray(
      fc.record({
        agentId: fc.nat(99).map((n) => `a${n}`),
        at: oneOf(NOW - 40_000, NOW - 5_000),
        reason: oneOf<Decline['reason']>('declined', 'unanswered', 'transferred'),
      }),
      { selector: (each) => each.agentId, maxLength: 10 },
    ),
  })
  .map(
    ({ age, routedTeams, delay, ...rest }): HandoffRequest => ({
      ...{ handoffId: 'h', conversationId: 'c', requestedAt: NOW - age, subject: 'billing', type: 'support' },
      ...{ channel: 'web', requestedPriority: 50, weight: 100, raisedAlarms: [], priorHandleMs: 0, ...rest },
      steps: routedTeams.map((team, n) => ({ team, opensAt: NOW - age + n * delay })),
    }),
  );

const poolOf = (agents: Table<Agent>, closed: readonly string[]): Pool => ({
  ...{
    is: 'pool',
    tenantId: 't',
    poolId: 'p',
    clock: NOW,
    closed,
    agents,
    handoffs: Table.of(),
    callbacks: Table.of(),
  },
});

describe('for any agents', () => {
  const agents = fc.uniqueArray(agent, { selector: (each) => each.agentId, maxLength: 90 });

  test('candidates, their order and the explanation equal those of the reference model', () =>
    fc.assert(
      fc.property(agents, request, some(...TEAMS), (all, asks, closed) => {
        const pool = poolOf(Table.of(all.map((each) => [each.agentId, each])), closed);
        const requirements = requirementsOf(teams, asks);
        expect(staffedSteps(requirements, pool)).toEqual(referenceSteps(pool, requirements));
        const reference = referenceCandidates(settings, pool, requirements, asks);
        const found = findCandidates(settings, pool, requirements, asks);
        expect(found).toEqual({ ...reference, candidates: reference.candidates.slice(0, 50) });
        expect(explainOffer(settings, asks, requirements, found.candidates, pool).considered).toEqual(
          referenceConsidered(settings, pool, requirements, asks, reference.candidates),
        );
      }),
      { numRuns: 500 },
    ));

  const contentOf = (index: AgentIndex) => ({
    all: allEntries(index.all),
    offline: allEntries(index.disconnected),
    wrapping: allEntries(index.wrappingUp),
    skilled: index.skillCounts.toJS(),
    members: index.members.map(allEntries).toJS(),
    onDuty: index.onDutyGroups.toJS(),
    free: index.idleGroups
      .map((groups) => groups.map(({ longestIdleFirst: idle, ...group }) => [group, allEntries(idle)]))
      .toJS(),
  });

  test('the agent index kept step by step equals one built from scratch, for older versions too', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(agent, fc.boolean(), fc.boolean()), { maxLength: 60 }), fc.nat(60), (all, back) => {
        let table = Table.of<Agent>();
        const versions = [table];
        for (const [each, goes, staysInPlace] of all) {
          const { agentId } = each;
          const before = table.get(agentId);
          const { teams: theirs, skills: has, languages, channels } = before ?? each;
          const same = { teams: theirs, skills: has, languages, channels };
          table = goes ? withoutAgent(table, agentId) : withAgent(table, { ...each, ...(staysInPlace ? same : {}) });
          versions.push(table);
        }
        for (const version of [table, table.saved(), versions[Math.min(back, versions.length - 1)] ?? table]) {
          const rebuilt = Table.of(version.values().map((each) => [each.agentId, each] as const));
          expect(contentOf(agentIndexOf(version))).toEqual(contentOf(agentIndexOf(rebuilt)));
        }
      }),
    ));
});

test('every offer of a scenario is the next one of the reference model, and none is missing', () =>
  fc.assert(
    fc.property(randomCommands, (list) => {
      const { evolve } = routing(teams);
      const due = (pool: Pool) => referenceOffer(settings, pool, (asks) => requirementsOf(teams, asks));
      for (const { event, before, after, outputs } of runScenario(list)) {
        let pool = evolve(before, event);
        for (const output of outputs) {
          if ((output.type === 'HandoffOfferedToAgent' || output.type === 'CallbackAssigned') && pool !== null)
            expect(output.data).toMatchObject({ ...due(pool) });
          pool = evolve(pool, { ...output, id: '', at: event.at } as EventOf<RoutingOutput>);
        }
        expect(pool?.clock).toEqual(after?.clock);
        expect(after === null ? null : due(after)).toBeNull();
      }
    }),
    { numRuns: 100 },
  ));
