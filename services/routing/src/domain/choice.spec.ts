import { describe, expect, test } from '@jest/globals';
import type { Heard } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import fc from 'fast-check';
import { choiceOf } from './choice.ts';
import { deeds } from './deeds.contract.ts';
import { staffedSteps } from './eligibility.ts';
import { type Floor, floorOf, withAgent, withoutAgent } from './floor.ts';
import { allMoments } from './moments.ts';
import { play } from './play.contract.ts';
import { settings, teams } from './play-teams.contract.ts';
import type { Agent, Pool, Request } from './pool.ts';
import { shapeOf } from './queue.ts';
import { whyAsked } from './ranking.ts';
import { type RoutingOutput, routing } from './routing.ts';
import { choiceSlowly, consideredSlowly, offerSlowly, stepsSlowly } from './slowly.contract.ts';

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
  standing: oneOf<Agent['standing']>('online', 'online', 'online', 'paused', 'away', 'offline'),
  since: fc.nat(5),
  idleSince: fc.nat(5),
  teams: fc.array(oneOf(...TEAMS), { maxLength: 3 }),
  skills,
  languages: oneOf(['en'], ['en', 'de'], ['de-AT']),
  channels: oneOf(undefined, undefined, ['web', 'email'], ['email']),
  capacity: fc.nat(3),
  offers: some('h1', 'h2'),
  chats: some('h3', 'h4'),
  wrapUps: oneOf([], [{ handoffId: 'h5', until: NOW + 5, weight: 100 }]),
  load: oneOf(0, 50, 100, 150, 200, 300),
  missed: fc.nat(2),
});

const request = fc
  .record({
    skills,
    seniorFirst: fc.boolean(),
    language: oneOf('en', 'de', 'und'),
    age: fc.nat(60).map((seconds) => seconds * 1000),
    asked: fc.uniqueArray(oneOf(...TEAMS), { maxLength: 3 }),
    delay: oneOf(0, 10_000, 45_000),
    only: fc.option(fc.nat(99).map((n) => `a${n}`)),
    preferred: fc.option(fc.nat(99).map((n) => `a${n}`)),
    refusals: fc.uniqueArray(
      fc.record({ agentId: fc.nat(99).map((n) => `a${n}`), at: oneOf(NOW - 40_000, NOW - 5_000) }),
      { selector: (each) => each.agentId, maxLength: 10 },
    ),
  })
  .map(
    ({ age, asked, delay, ...rest }): Request => ({
      ...{ handoffId: 'h', conversationId: 'c', requestedAt: NOW - age, subject: 'billing', type: 'support' },
      ...{ channel: 'web', asked: 50, weight: 100, alarmed: [], heldMs: 0, ...rest },
      steps: asked.map((team, n) => ({ team, opensAt: NOW - age + n * delay })),
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

describe('whatever agents there are', () => {
  const agents = fc.uniqueArray(agent, { selector: (each) => each.agentId, maxLength: 90 });

  test('who may be asked, in which order and why is what looking at everyone comes to', () =>
    fc.assert(
      fc.property(agents, request, some(...TEAMS), (all, asks, closed) => {
        const pool = poolOf(Table.of(all.map((each) => [each.agentId, each])), closed);
        const shape = shapeOf(teams, asks);
        expect(staffedSteps(shape, pool)).toEqual(stepsSlowly(pool, shape));
        const slow = choiceSlowly(settings, pool, shape, asks);
        const quick = choiceOf(settings, pool, shape, asks);
        expect(quick).toEqual({ ...slow, order: slow.order.slice(0, 50) });
        expect(whyAsked(settings, asks, shape, quick.order, pool).considered).toEqual(
          consideredSlowly(settings, pool, shape, asks, slow.order),
        );
      }),
      { numRuns: 500 },
    ));

  const seenIn = (floor: Floor) => ({
    all: allMoments(floor.all),
    offline: allMoments(floor.offline),
    wrapping: allMoments(floor.wrapping),
    skilled: floor.skilled.toJS(),
    members: floor.members.map(allMoments).toJS(),
    onDuty: floor.onDuty.toJS(),
    free: floor.free.map((benches) => benches.map(({ idle, ...bench }) => [bench, allMoments(idle)])).toJS(),
  });

  test('the floor is the same kept step by step or made anew, of older versions too', () =>
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
          const anew = Table.of(version.values().map((each) => [each.agentId, each] as const));
          expect(seenIn(floorOf(version))).toEqual(seenIn(floorOf(anew)));
        }
      }),
    ));
});

test('every offer of a day is the one that looking at everyone comes to, and none is left out', () =>
  fc.assert(
    fc.property(deeds, (list) => {
      const { evolve } = routing(teams);
      const due = (pool: Pool) => offerSlowly(settings, pool, (asks) => shapeOf(teams, asks));
      for (const { event, before, after, outputs } of play(list)) {
        let pool = evolve(before, event);
        for (const output of outputs) {
          if ((output.type === 'HandoffOfferedToAgent' || output.type === 'CallbackAssigned') && pool !== null)
            expect(output.data).toMatchObject({ ...due(pool) });
          pool = evolve(pool, { ...output, id: '', at: event.at } as Heard<RoutingOutput>);
        }
        expect(pool?.clock).toEqual(after?.clock);
        expect(after === null ? null : due(after)).toBeNull();
      }
    }),
    { numRuns: 100 },
  ));
