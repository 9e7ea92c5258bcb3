import { describe, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import type { HandoffRequest, Pool } from './pool.ts';
import { requirementsOf } from './queue.ts';
import { routing } from './routing.ts';
import { effectiveRequestedAt, priorityLevel } from './teams.ts';
import { canServe, checkProperty, trackHoldings } from './testing/properties.ts';
import { referenceSteps } from './testing/reference-model.ts';
import { agentIds, CAPACITY, handoffRows, runScenario } from './testing/scenario.ts';
import { settings, teams } from './testing/scenario-teams.fixtures.ts';

describe('in random scenarios', () => {
  test('hand-offs and offers of an agent never exceed their capacity', () =>
    checkProperty((seen) => {
      const most = new Map(agentIds.map((agentId) => [agentId, 0]));
      trackHoldings(seen, (held) => {
        for (const agentId of agentIds) {
          const own = [...held.values()].filter((each) => each.agentId === agentId);
          const sum = own.reduce((total, { weight }) => total + weight, 0);
          most.set(agentId, Math.max(sum, most.get(agentId) ?? 0));
        }
      });
      expect([...most].filter(([, sum]) => sum > CAPACITY)).toEqual([]);
    }));

  test('no hand-off ever has two agents, and only an open offer is accepted', () =>
    checkProperty((seen) => trackHoldings(seen, () => {})));

  test('every offer ends within its thirty seconds, and every call within its ten minutes', () =>
    checkProperty((seen) => {
      const late: unknown[] = [];
      for (const { after, event } of seen) {
        const now = after?.clock ?? event.at;
        for (const row of after?.callbacks.values() ?? [])
          if (row.is === 'assigned' && row.expiresAt !== null && row.expiresAt <= now) late.push(row);
        for (const row of handoffRows(after)) if (row.is === 'offered' && row.expiresAt <= now) late.push(row);
      }
      expect(late).toEqual([]);
    }));

  test('no capacity stays free while a hand-off or due callback waits that may use it, also between events', () =>
    checkProperty((seen) => {
      const missed = seen.flatMap(({ after }, n) => {
        if (after === null) return [];
        const agents = after.agents.values();
        const untilNext = Math.max(after.clock, (seen[n + 1]?.event.at ?? 0) - 1);
        const waiting = [...handoffRows(after), ...after.callbacks.values()].filter(({ is }) => is === 'waiting');
        return waiting.filter(({ request }) =>
          agents.some((agent) => [after.clock, untilNext].some((now) => canServe(after, request, agent, now))),
        );
      });
      expect(missed).toEqual([]);
    }));

  test('no hand-off is overtaken by a later one of the same subject, skills, language and priority', () =>
    checkProperty((seen) => {
      for (const { after, outputs } of seen) {
        for (const { type, data } of outputs) {
          const served = after?.handoffs.get(data.handoffId)?.request;
          if (type !== 'HandoffOfferedToAgent' || after === null || served === undefined) continue;
          const key = (r: HandoffRequest) => [
            r.subject,
            r.skills,
            r.language,
            priorityLevel(settings, r.requestedPriority),
            r.seniorFirst,
            r.transferredTo,
            r.preferredAgentId,
            r.weight,
            r.steps.map((s) => s.team),
          ];
          const earlier = handoffRows(after).filter(
            ({ is, request }) =>
              is === 'waiting' &&
              request.requestedAt < served.requestedAt &&
              !request.declines.some(({ agentId }) => agentId === data.agentId) &&
              request.steps.every(
                (step, n) => step.opensAt - request.requestedAt <= (served.steps[n]?.opensAt ?? 0) - served.requestedAt,
              ),
          );
          expect(earlier.map(({ request }) => key(request))).not.toContainEqual(key(served));
        }
      }
    }));

  test('nobody starves: no agent is offered a request made over fifteen minutes after another they may serve, or with less credited time', () =>
    checkProperty((seen) => {
      const bound = settings.priorityLevels.length * settings.creditSecondsPerLevel * 1000;
      expect(bound).toBe(15 * 60_000);
      const credited = ({ requestedAt, requestedPriority: asked }: HandoffRequest) =>
        effectiveRequestedAt(settings, requestedAt, priorityLevel(settings, asked));
      for (const { after, outputs } of seen) {
        for (const { type, data } of outputs) {
          const served = (after?.handoffs.get(data.handoffId) ?? after?.callbacks.get(data.handoffId))?.request;
          const given = type === 'HandoffOfferedToAgent' || type === 'CallbackAssigned';
          const agent = given ? after?.agents.get(data.agentId) : undefined;
          if (after === null || served === undefined || agent === undefined) continue;
          const but = (ids: readonly string[]) => ids.filter((id) => id !== served.handoffId);
          const unasked = {
            ...agent,
            offeredHandoffs: but(agent.offeredHandoffs),
            assignedHandoffs: but(agent.assignedHandoffs),
          };
          for (const { is, request } of [...handoffRows(after), ...after.callbacks.values()]) {
            if (is !== 'waiting' || !canServe(after, request, unasked, after.clock)) continue;
            expect(served.requestedAt - request.requestedAt).toBeLessThanOrEqual(bound);
            expect(credited(served)).toBeLessThanOrEqual(credited(request));
          }
        }
      }
    }));

  test('no hand-off is offered through a closed team', () =>
    checkProperty((seen) => {
      for (const { after, outputs } of seen) {
        for (const { type, data } of outputs) {
          if (type !== 'HandoffOfferedToAgent' || after === null) continue;
          const transferred = after.handoffs.get(data.handoffId)?.request.transferredTo === data.agentId;
          if (!transferred) expect(after.closed).not.toContain(data.team);
        }
      }
    }));

  test('every callback is called at most three times, and ends and is reported overdue at most once', () =>
    checkProperty((seen) => {
      const emitted = seen.flatMap(({ outputs }) => outputs);
      const of = (type: string, handoffId: string) =>
        emitted.filter((each) => each.type === type && each.data.handoffId === handoffId);
      for (const { type, data } of emitted) {
        if (type === 'CallbackEnded') {
          expect(of('CallbackBooked', data.handoffId)).toHaveLength(1);
          expect(of('CallbackEnded', data.handoffId)).toHaveLength(1);
        }
        if (type === 'CallbackOverdue') expect(of('CallbackOverdue', data.handoffId)).toHaveLength(1);
        if (type !== 'CallbackAttempted') continue;
        expect(data.attempt).toBeLessThanOrEqual(settings.maxCallbackAttempts);
        const attempts = of('CallbackAttempted', data.handoffId).map((each) => (each.data as typeof data).attempt);
        expect(attempts).toEqual(attempts.map((_, n) => n + 1));
      }
    }));

  test('no callback is assigned before its time, and every promise is kept, reported overdue, or still to come', () =>
    checkProperty((seen) => {
      for (const { after, outputs } of seen) {
        for (const { type, data } of outputs) {
          const row = type === 'CallbackAssigned' ? after?.callbacks.get(data.handoffId) : undefined;
          if (row !== undefined) expect(row.call.notBefore).toBeLessThanOrEqual(after?.clock ?? 0);
        }
        for (const { is, call } of after?.callbacks.values() ?? []) {
          const now = after?.clock ?? 0;
          expect(call.attempts > 0 || call.overdueReported || is === 'assigned' || now < call.dueBy).toBe(true);
          if (is === 'planned') expect(call.notBefore).toBeGreaterThan(now);
        }
      }
    }));

  test('the clock of a pool never goes back, even if a request arrives late', () =>
    checkProperty((seen) => {
      const wrong = seen.filter(
        ({ before, after, event }) => after !== null && after.clock !== Math.max(before?.clock ?? 0, event.at),
      );
      expect(wrong).toEqual([]);
    }));

  test('every output satisfies its contract', () =>
    checkProperty((seen) => {
      const { events } = topics.routing;
      const faults = seen
        .flatMap(({ outputs }) => outputs)
        .flatMap(({ type, data }) => events[type].schema.safeParse(data).error ?? []);
      expect(faults).toEqual([]);
    }));

  test('every hand-off that no team can serve has raised an alarm', () =>
    checkProperty((seen) => {
      const missing: string[] = [];
      for (const { after } of seen) {
        if (after === null) continue;
        for (const { is, request } of handoffRows(after)) {
          if (is !== 'waiting' || referenceSteps(after, requirementsOf(teams, request)).length > 0) continue;
          const alarm = request.steps.every(({ team }) => after.closed.includes(team)) ? 'closed' : 'unstaffed';
          if (!request.raisedAlarms.includes(alarm)) missing.push(`${request.handoffId}: ${alarm}`);
        }
      }
      expect(missing).toEqual([]);
    }));

  test('each of the two alarms is raised at most once for a hand-off', () =>
    checkProperty((seen) => {
      const alarms = seen.flatMap(({ outputs }) =>
        outputs.flatMap(({ type, data }) =>
          type === 'TeamUnstaffed' ? [`${data.handoffId} ${'closed' in data}`] : [],
        ),
      );
      expect(new Set(alarms).size).toBe(alarms.length);
    }));

  test('a replay of its input and outputs leads to the state that a decision returns, and to the same changed rows', () => {
    const { evolve } = routing(teams);
    const rowsOf = <R>(table: Table<R>) => ({
      rows: table
        .ids()
        .sort()
        .map((id) => table.get(id)),
      changed: table.changedIds().sort(),
    });
    const written = (pool: Pool | null): string =>
      JSON.stringify(
        pool === null
          ? null
          : {
              ...pool,
              agents: rowsOf(pool.agents),
              handoffs: rowsOf(pool.handoffs),
              callbacks: rowsOf(pool.callbacks),
            },
      );
    checkProperty((seen) => {
      for (const { before, event, outputs, after } of seen) {
        const replayed = outputs.reduce<Pool | null>(
          (pool, output) => evolve(pool, { ...output, id: 'any', at: event.at } as Parameters<typeof evolve>[1]),
          evolve(before, event),
        );
        expect(written(replayed)).toBe(written(after));
      }
    });
  });

  test('the same log leads to the same decisions, even if the pool is saved or reloaded after every event', () => {
    const fresh = <R extends object>(table: Table<R>, id: (row: R) => string): Table<R> =>
      Table.of(
        table
          .values()
          .reverse()
          .map((row) => [id(row), JSON.parse(JSON.stringify(row)) as R] as const),
      );
    const loaded = (pool: Pool): Pool => ({
      ...pool,
      agents: fresh(pool.agents, (row) => row.agentId),
      handoffs: fresh(pool.handoffs, (row) => row.request.handoffId),
      callbacks: fresh(pool.callbacks, (row) => row.request.handoffId),
    });
    const saved = (pool: Pool): Pool => ({
      ...pool,
      agents: pool.agents.saved(),
      handoffs: pool.handoffs.saved(),
      callbacks: pool.callbacks.saved(),
    });
    checkProperty((seen, list) => {
      const outputs = seen.map((each) => each.outputs);
      const ways = [
        () => runScenario(list),
        () => runScenario(list, saved),
        () => runScenario(list, loaded),
        () => runScenario(list, loaded, true),
      ];
      const again = ways[list.length % ways.length]?.().map((each) => each.outputs);
      expect(JSON.stringify(again)).toBe(JSON.stringify(outputs));
    });
  });
});
