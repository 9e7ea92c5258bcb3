import { expect, test } from '@jest/globals';
import { deciderStep, type Step } from '@warmline/messaging/decider';
import type { StoryEvent } from '@warmline/testing/story';
import { median } from 'd3-array';
import fc from 'fast-check';
import type { Pool } from './pool.ts';
import { reload } from './team-scenario.fixtures.ts';
import {
  abandoned,
  assigned,
  at,
  closed,
  offered,
  online,
  queued,
  returned,
  testSettings,
} from './wait-estimation.fixtures.ts';
import { waitEstimation } from './wait-estimation.ts';

const step: Step<Pool> = deciderStep(waitEstimation(testSettings));
const play = (state: Pool | null, { type, data, at: when }: StoryEvent, id: string) =>
  step.step(state, { type, data, id, at: when ?? 0 }, { id: (name) => `${id}/${name}` });

const id = fc.integer({ min: 0, max: 12 }).map((n) => `h-${n}`);
const line = fc.oneof(
  fc
    .tuple(id, fc.constantFrom(50, 60, 80, 100), fc.constantFrom('tech', 'billing'))
    .map(([h, priority, team]) => (s: number) => {
      const steps = [
        { team, opensAt: at(s) },
        { team: 'general', opensAt: at(s + 45) },
      ];
      return queued(h, s, { priority, steps });
    }),
  ...[offered, assigned, returned, abandoned, closed].map((fact) => id.map((h) => (s: number) => fact(h, s))),
  fc
    .constantFrom('online', 'away', 'offline')
    .map((status) => (s: number) => online('mia', s, { status, capacity: 2, teams: ['tech', 'general'] })),
);
const lines = fc.array(line, { maxLength: 80 }).map((makers) => makers.map((make, i) => make(i * 7)));

test('a pool reloaded from storage after every event decides the same as one kept in memory', () => {
  fc.assert(
    fc.property(lines, (events) => {
      let kept: Pool | null = null;
      let reloaded: Pool | null = null;
      events.forEach((event, i) => {
        const a = play(kept, event, `e-${i}`);
        const b = play(reloaded, event, `e-${i}`);
        expect(b.verdict).toEqual(a.verdict);
        kept = a.state;
        reloaded = b.state === null ? null : reload(b.state);
      });
    }),
  );
});

test('the state a decision returns is what evolve makes of the input and the outputs', () => {
  const decider = waitEstimation(testSettings);
  const decide: typeof decider.decide = (...input) => {
    const answer = decider.decide(...input);
    return 'verdict' in answer ? answer.verdict : answer;
  };
  const folded = deciderStep({ ...decider, decide });
  fc.assert(
    fc.property(lines, (events) => {
      let state: Pool | null = null;
      events.forEach(({ type, data, at: when }, i) => {
        const event = { type, data, id: `e-${i}`, at: when ?? 0 };
        const context = { id: (name: string) => `${event.id}/${name}` };
        const decided: Pool | null = step.step(state, event, context).state;
        expect(folded.step(state, event, context).state).toEqual(decided);
        state = decided;
      });
    }),
  );
});

test('busy capacity, the sum of queue times and the waiting hand-offs stay consistent, whatever happens', () => {
  fc.assert(
    fc.property(lines, (events) => {
      const pool = events.reduce<Pool | null>((state, event, i) => play(state, event, `e-${i}`).state, null);
      if (pool === null) return;
      const busy = pool.agents.values().reduce((sum, agent) => sum + agent.busy, 0);
      expect(busy).toBe(pool.assignments.size);
      expect(pool.queuedSum).toBe(pool.waiting.values().reduce((sum, row) => sum + row.queuedAt - pool.openedAt, 0));
      expect(pool.waiting.ids().filter((waitingId) => pool.assignments.has(waitingId))).toEqual([]);
    }),
  );
});

test('an arrival costs about the same with 10,000 waiting as with 10, and publishes one estimate', () => {
  const cost = (waiting: number): number => {
    let pool = play(null, online('mia', 0, { capacity: 3 }), 'm').state;
    for (let i = 0; i < waiting; i++) pool = play(pool, queued(`w-${i}`, 1), `w-${i}`).state;
    pool = step.step(pool, { type: 'Tick', id: 't', at: at(32) }, { id: (name) => name }).state;
    const times = Array.from({ length: 200 }, (_, i) => {
      const before = performance.now();
      const { verdict, state } = play(pool, queued(`n-${i}`, 32.01), `n-${i}`);
      const took = performance.now() - before;
      expect(verdict.is === 'emit' ? verdict.outputs.length : 0).toBe(1);
      pool = state;
      return took;
    });
    return median(times) ?? 0;
  };
  cost(10);
  const few = cost(10);
  expect(cost(10_000)).toBeLessThan(few * 20 + 0.2);
});
